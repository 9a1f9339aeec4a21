import type { Connection, Schedule } from '../api/types.generated.ts';
import type { Values } from './settings.ts';

/** A connection as it is being written; without the values of its secrets. */
export interface ConnectionForm {
  readonly name: string;
  readonly description: string;
  readonly settings: Values;
  readonly select: { readonly assetTypes?: readonly string[]; readonly findingTypes?: readonly string[] };
  readonly filters: Readonly<Record<string, string>>;
  /** Ids of custom maps, by the name of the map that each stands for. */
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

/** The parts of a saved connection that can be written anew. */
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
  settings,
  select,
  filters,
  maps,
  schedule,
  manualOnly,
  active,
  preserveAbsent,
});

/** As it stands in the address. */
export const serializeForm = (draft: ConnectionForm): string => JSON.stringify(draft);
