import { type EngineError, engineError, toEngineError } from '../../base/errors/index.ts';
import type { Manifest, MapSpec } from '../../manifest/index.ts';
import { compileFilters, compileSelection, compileSettings } from '../../pipeline/connector/compile-config.ts';
import { findNextSlot, parseSchedule } from '../schedule/index.ts';
import { findManifestMap, parseMap } from './check-map.ts';
import type { ConnectionDraft as Generated } from './draft.generated.ts';

/** A connection as its maker or editor wants it: with the values of its secrets. */
export type ConnectionDraft = Readonly<Generated>;

/** A custom map as a draft refers to it. */
export interface ChosenMap {
  readonly id: string;
  readonly name: string;
  readonly connector: string;
  readonly map: string;
  readonly spec: MapSpec;
}

/** What a draft is checked against. */
export interface DraftContext {
  readonly manifest: Manifest;
  /** The custom maps that it names, by the manifest's map. */
  readonly maps: Readonly<Record<string, ChosenMap>>;
  /** Another connection has its name. */
  readonly nameTaken: boolean;
  /** Epoch ms. */
  readonly now: number;
  /** Its schedule is not the one that it was saved with: one that has had its day may stay. */
  readonly isRetimed: boolean;
}

const MOST_NAME = 100;
export const MOST_DESCRIPTION = 164;

const createInvalidError = (path: string, problem: string, fix: string) =>
  engineError('CONNECTION_INVALID', { path, problem, fix });

// biome-ignore lint/suspicious/noControlCharactersInRegex: those are what must not be in a name.
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/;

/** The parts of a draft, each with what checks it: throws what is wrong with it. */
const PART_CHECKS: Readonly<
  Record<string, (draft: ConnectionDraft, context: DraftContext) => unknown | Promise<unknown>>
> = {
  name: ({ name }, { nameTaken }) => {
    if (nameTaken) throw engineError('CONNECTION_EXISTS', { connection: name });
    const fix = `Give a name of 1 to ${MOST_NAME} characters on one line.`;
    if (name.trim() === '' || name !== name.trim())
      throw createInvalidError('/name', 'the name is empty or ends in spaces', fix);
    if (name.length > MOST_NAME || CONTROL.test(name))
      throw createInvalidError('/name', 'the name is too long or not one line', fix);
  },
  description: ({ description }) => {
    const fix = `Give at most ${MOST_DESCRIPTION} characters.`;
    if ([...description].length > MOST_DESCRIPTION)
      throw createInvalidError('/description', `the description has ${[...description].length} characters`, fix);
  },
  settings: ({ settings }, { manifest }) => compileSettings(manifest, settings),
  select: ({ select }, { manifest }) => {
    const { entities } = compileSelection(manifest, select);
    const fix = 'Choose at least one asset type or finding type; without a choice everything is read.';
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
      fix: 'Give a time, or an end, that is still to come.',
    });
  },
};

function checkChosen(name: string, connector: string, { manifest, maps }: DraftContext): void {
  findManifestMap(manifest, name);
  const chosen = maps[name];
  if (!chosen) return;
  if (chosen.connector !== connector || chosen.map !== name) {
    const problem = `"${chosen.name}" is a map for "${chosen.map}" of ${chosen.connector}`;
    throw createInvalidError(`/maps/${name}`, problem, 'See mapwright map list for the maps that fit.');
  }
  parseMap(manifest, name, chosen.spec);
}

/** Everything that is wrong with a draft, one error a part; none when it can be saved. */
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
