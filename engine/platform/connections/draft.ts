import { type EngineError, engineError, toEngineError } from '../../base/errors/index.ts';
import type { Manifest, MapSpec, SettingValues } from '../../manifest/index.ts';
import { compileFilters, compileSelection, compileSettings } from '../../pipeline/connector/compile-config.ts';
import { findNextSlot, parseSchedule } from '../schedule/index.ts';
import { findManifestMap, parseMap } from './check-map.ts';
import type { ConnectionDraft as Generated } from './draft.generated.ts';

/** Input for creating or editing a connection, including the values of its secrets. */
export type ConnectionDraft = Readonly<Omit<Generated, 'settings'>> & { readonly settings: SettingValues };

/** Custom map selected by a draft. */
export interface ChosenMap {
  readonly id: string;
  readonly name: string;
  readonly connector: string;
  readonly map: string;
  readonly spec: MapSpec;
}

/** Context for validating a draft. */
export interface DraftContext {
  readonly manifest: Manifest;
  /** Selected custom maps, by the manifest's map. */
  readonly maps: Readonly<Record<string, ChosenMap>>;
  /** True if another connection has the same name. */
  readonly nameTaken: boolean;
  /** Epoch ms. */
  readonly now: number;
  /** True if the schedule changed; an unchanged schedule may be in the past. */
  readonly isRetimed: boolean;
}

const MAX_NAME_LENGTH = 100;
export const MOST_DESCRIPTION = 164;

const createInvalidError = (path: string, problem: string, fix: string) =>
  engineError('CONNECTION_INVALID', { path, problem, fix });

// biome-ignore lint/suspicious/noControlCharactersInRegex: matches the characters that a name must not contain.
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/;

/** Validators of the parts of a draft; each throws the first problem of its part. */
const PART_CHECKS: Readonly<
  Record<string, (draft: ConnectionDraft, context: DraftContext) => unknown | Promise<unknown>>
> = {
  name: ({ name }, { nameTaken }) => {
    if (nameTaken) throw engineError('CONNECTION_EXISTS', { connection: name });
    const fix = `Use a name of 1 to ${MAX_NAME_LENGTH} characters on one line.`;
    if (name.trim() === '' || name !== name.trim())
      throw createInvalidError('/name', 'the name is empty or has leading or trailing spaces', fix);
    if (name.length > MAX_NAME_LENGTH || CONTROL.test(name))
      throw createInvalidError('/name', 'the name is too long or has several lines', fix);
  },
  description: ({ description }) => {
    const fix = `Use at most ${MOST_DESCRIPTION} characters.`;
    if ([...description].length > MOST_DESCRIPTION)
      throw createInvalidError('/description', `the description has ${[...description].length} characters`, fix);
  },
  settings: ({ settings }, { manifest }) => compileSettings(manifest, settings),
  select: ({ select }, { manifest }) => {
    const { entities } = compileSelection(manifest, select);
    const fix = 'Select at least one entity or type, or omit the selection to read all records.';
    if (entities.length === 0) throw createInvalidError('/select', 'nothing is selected', fix);
  },
  filters: ({ filters }, { manifest }) => compileFilters(manifest, filters),
  maps: ({ maps, connector }, context) => {
    for (const name of Object.keys(maps)) checkChosen(name, connector, context);
  },
  schedule: ({ schedule }, { now, isRetimed }) => {
    if (!schedule || findNextSlot(parseSchedule(schedule), now) !== undefined || !isRetimed) return;
    const problem = 'all of its times are in the past';
    throw engineError('SCHEDULE_INVALID', {
      path: '/',
      problem,
      fix: 'Use a time or an end in the future.',
    });
  },
};

function checkChosen(name: string, connector: string, { manifest, maps }: DraftContext): void {
  findManifestMap(manifest, name);
  const chosen = maps[name];
  if (!chosen) return;
  if (chosen.connector !== connector || chosen.map !== name) {
    const problem = `the map "${chosen.name}" replaces "${chosen.map}" of ${chosen.connector}`;
    throw createInvalidError(`/maps/${name}`, problem, 'Select a suitable map from mapwright map list.');
  }
  parseMap(manifest, name, chosen.spec);
}

/** Lists the problems of a draft, at most one per part; empty if it can be saved. */
export async function findDraftProblems(
  draft: ConnectionDraft,
  context: DraftContext,
): Promise<readonly EngineError[]> {
  const problems: EngineError[] = [];
  for (const check of Object.values(PART_CHECKS)) {
    try {
      await check(draft, context);
    } catch (error) {
      problems.push(toEngineError(error));
    }
  }
  return problems;
}
