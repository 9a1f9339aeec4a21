import { engineError } from '../../../base/errors/index.ts';
import { flattenSettings } from '../../../manifest/index.ts';
import type { Config } from '../../../pipeline/connector/index.ts';
import type { ConnectionChanges } from '../../../platform/connections/index.ts';
import type { Options } from '../../options.ts';
import { parseScheduleOptions, type ScheduleOptions } from './schedule.ts';
import type { GivenConfig } from './settings.ts';

type Select = NonNullable<Config['select']>;

/** Options that define a connection, except for its settings. */
export type ConnectionOptions = ScheduleOptions &
  Pick<
    Options,
    | 'name'
    | 'description'
    | 'asset-types'
    | 'finding-types'
    | 'entities'
    | 'use-map'
    | 'unset'
    | 'manual-only'
    | 'scheduled'
    | 'active'
    | 'inactive'
    | 'preserve-absent'
    | 'close-absent'
  >;

/** Reads a pair of opposite flags; undefined if neither is given. Throws USAGE if both are. */
function pickFlag<Name extends string>(
  options: Readonly<Partial<Record<Name, boolean>>>,
  [yes, no]: readonly [Name, Name],
): boolean | undefined {
  if (options[yes] && options[no])
    throw engineError('USAGE', { problem: `--${yes} and --${no} exclude each other: use one` });
  return options[yes] ? true : options[no] ? false : undefined;
}

const mergeTypes = (given: readonly string[] | undefined, before: readonly string[] | undefined) => {
  if (given === undefined) return before;
  const [first] = given;
  if (given.length === 1 && first === 'all') return undefined;
  return given.length === 1 && first === 'none' ? [] : given;
};

/** Applies the type options to a selection. */
function parseSelect(options: ConnectionOptions, before: Select): Select {
  const assetTypes = mergeTypes(options['asset-types'], before.assetTypes);
  const findingTypes = mergeTypes(options['finding-types'], before.findingTypes);
  const entities = mergeTypes(options.entities, before.entities);
  return {
    ...(assetTypes ? { assetTypes: [...assetTypes] } : {}),
    ...(findingTypes ? { findingTypes: [...findingTypes] } : {}),
    ...(entities ? { entities: [...entities] } : {}),
  };
}

/** Merges `map=name` pairs into the saved maps. Throws USAGE. */
function parseMaps(
  pairs: readonly string[] = [],
  before: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
  const maps = { ...before };
  for (const pair of pairs) {
    const [, map, name] = /^([^=]+)=(.+)$/s.exec(pair) ?? [];
    if (map === undefined || name === undefined)
      throw engineError('USAGE', {
        problem: `invalid --use-map "${pair}": use <map>=<name>, such as finding=my-findings`,
      });
    maps[map] = name;
  }
  return maps;
}

/** Groups the keys of `--unset` by settings and filters. Throws USAGE. */
function parseUnset(keys: readonly string[] = []) {
  const names = { settings: [] as string[], filters: [] as string[] };
  for (const key of keys) {
    const [, part, name] = /^(settings|filters)\.(.+)$/s.exec(key) ?? [];
    if (part === undefined || name === undefined)
      throw engineError('USAGE', { problem: `invalid --unset "${key}": use settings.<name> or filters.<stream>` });
    names[part === 'filters' ? 'filters' : 'settings'].push(name);
  }
  return names;
}

/** Saved scope that the options change. */
export interface SavedChoices {
  readonly select: Select;
  readonly filters: Readonly<Record<string, string>>;
  readonly maps: Readonly<Record<string, string>>;
}

const dropUndefined = <T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never;

/** Converts the options to changes of a connection. Throws USAGE, SCHEDULE_INVALID. */
export function parseChanges(
  options: ConnectionOptions,
  { config, before, now }: { config: GivenConfig; before: SavedChoices; now: number },
): ConnectionChanges {
  const unset = parseUnset(options.unset);
  const unknown = unset.filters.find((name) => before.filters[name] === undefined);
  if (unknown !== undefined) throw engineError('USAGE', { problem: `unknown filter in --unset: filters.${unknown}` });
  const settings = {
    ...flattenSettings(config.settings),
    ...Object.fromEntries(unset.settings.map((name) => [name, null])),
  };
  const filters = Object.fromEntries(
    Object.entries({ ...before.filters, ...config.filters }).filter(([name]) => !unset.filters.includes(name)),
  );
  const select = parseSelect(options, config.select ?? before.select);
  const isEqual = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
  const maps = parseMaps(options['use-map'], before.maps);
  return dropUndefined({
    name: options.name,
    description: options.description,
    settings: Object.keys(settings).length > 0 ? settings : undefined,
    filters: isEqual(filters, before.filters) ? undefined : filters,
    select: isEqual(select, before.select) ? undefined : select,
    maps: isEqual(maps, before.maps) ? undefined : maps,
    schedule: parseScheduleOptions(options, now),
    manualOnly: pickFlag(options, ['manual-only', 'scheduled']),
    active: pickFlag(options, ['active', 'inactive']),
    preserveAbsent: pickFlag(options, ['preserve-absent', 'close-absent']),
  });
}
