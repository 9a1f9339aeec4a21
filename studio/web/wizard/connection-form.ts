import type { Connection, Schedule } from '../api/types.generated.ts';
import { flattenSettings, type Values } from './settings.ts';

/** Content of the setup form, without the values of secrets. */
export interface ConnectionForm {
  readonly name: string;
  readonly description: string;
  /** By dotted path. */
  readonly settings: Values;
  readonly select: {
    readonly assetTypes?: readonly string[];
    readonly findingTypes?: readonly string[];
    readonly entities?: readonly string[];
  };
  readonly filters: Readonly<Record<string, string>>;
  /** Ids of custom maps by the name of the map that each replaces. */
  readonly maps: Readonly<Record<string, string>>;
  readonly schedule: Schedule | null;
  readonly manualOnly: boolean;
  readonly active: boolean;
  readonly preserveAbsent: boolean;
}

export const createEmptyForm = (name: string): ConnectionForm => ({
  name,
  description: '',
  settings: {},
  select: {},
  filters: {},
  maps: {},
  schedule: null,
  manualOnly: false,
  active: true,
  preserveAbsent: false,
});

/** Returns the editable parts of a saved connection. */
export const createForm = ({
  name,
  description,
  settings,
  select,
  filters,
  maps,
  schedule,
  manualOnly,
  active,
  preserveAbsent,
}: Connection): ConnectionForm => ({
  name,
  description,
  settings: flattenSettings(settings),
  select,
  filters,
  maps,
  schedule,
  manualOnly,
  active,
  preserveAbsent,
});

/** Serializes the form for the URL. */
export const serializeForm = (draft: ConnectionForm): string => JSON.stringify(draft);
