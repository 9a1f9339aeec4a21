import { engineError } from '../../../base/errors/index.ts';
import type { Config } from '../../../pipeline/connector/index.ts';
import type { ConnectionChanges } from '../../../platform/connections/index.ts';
import type { Options } from '../../options.ts';
import { givenSchedule, type ScheduleOptions } from './schedule.ts';
import type { GivenConfig } from './settings.ts';

type Select = NonNullable<Config['select']>;

/** Options that say what a connection is, beside its settings. */
export type ConnectionOptions = ScheduleOptions &
  Pick<
    Options,
    | 'name'
    | 'description'
    | 'asset-types'
    | 'finding-types'
    | 'use-map'
    | 'unset'
    | 'manual-only'
    | 'scheduled'
    | 'active'
    | 'inactive'
    | 'preserve-absent'
    | 'close-absent'
  >;

/** Two flags that are each other's end. Throws USAGE when both are given. */
function either<Name extends string>(
  options: Readonly<Partial<Record<Name, boolean>>>,
  [yes, no]: readonly [Name, Name],
): boolean | undefined {
  if (options[yes] && options[no])
    throw engineError('USAGE', { problem: `--${yes} and --${no} are opposites: choose one` });
  return options[yes] ? true : options[no] ? false : undefined;
}

const typesOf = (given: readonly string[] | undefined, before: readonly string[] | undefined) => {
  if (given === undefined) return before;
  const [word] = given;
  if (given.length === 1 && word === 'all') return undefined;
  return given.length === 1 && word === 'none' ? [] : given;
};

/** What is to be synced: `before`, changed by the options. */
function givenSelect(options: ConnectionOptions, before: Select): Select {
  const assetTypes = typesOf(options['asset-types'], before.assetTypes);
  const findingTypes = typesOf(options['finding-types'], before.findingTypes);
  return {
    ...(assetTypes ? { assetTypes: [...assetTypes] } : {}),
    ...(findingTypes ? { findingTypes: [...findingTypes] } : {}),
  };
}

/** `map=name` pairs over those of before. Throws USAGE. */
function givenMaps(
  pairs: readonly string[] = [],
  before: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
  const maps = { ...before };
  for (const pair of pairs) {
    const [, map, name] = /^([^=]+)=(.+)$/s.exec(pair) ?? [];
    if (map === undefined || name === undefined)
      throw engineError('USAGE', { problem: '--use-map takes <map>=<name>, such as finding=my-findings' });
    maps[map] = name;
  }
  return maps;
}

/** The keys of `--unset`, by what they are of. Throws USAGE. */
function givenUnset(keys: readonly string[] = []) {
  const named = { settings: [] as string[], filters: [] as string[] };
  for (const key of keys) {
    const [, part, name] = /^(settings|filters)\.(.+)$/s.exec(key) ?? [];
    if (part === undefined || name === undefined)
      throw engineError('USAGE', { problem: `--unset takes settings.<name> or filters.<stream>, not "${key}"` });
    named[part === 'filters' ? 'filters' : 'settings'].push(name);
  }
  return named;
}

/** The saved state that changes go by. */
export interface Before {
  readonly select: Select;
  readonly filters: Readonly<Record<string, string>>;
  readonly maps: Readonly<Record<string, string>>;
}

const defined = <T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never;

/** What the options change of a connection. Throws USAGE, SCHEDULE_INVALID. */
export function givenChanges(
  options: ConnectionOptions,
  { config, before, now }: { config: GivenConfig; before: Before; now: number },
): ConnectionChanges {
  const unset = givenUnset(options.unset);
  const stray = unset.filters.find((name) => before.filters[name] === undefined);
  if (stray !== undefined)
    throw engineError('USAGE', { problem: `--unset names filters.${stray}, and there is no such filter` });
  const settings = { ...config.settings, ...Object.fromEntries(unset.settings.map((name) => [name, null])) };
  const filters = Object.fromEntries(
    Object.entries({ ...before.filters, ...config.filters }).filter(([name]) => !unset.filters.includes(name)),
  );
  const select = givenSelect(options, config.select ?? before.select);
  const is = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);
  const maps = givenMaps(options['use-map'], before.maps);
  return defined({
    name: options.name,
    description: options.description,
    settings: Object.keys(settings).length > 0 ? settings : undefined,
    filters: is(filters, before.filters) ? undefined : filters,
    select: is(select, before.select) ? undefined : select,
    maps: is(maps, before.maps) ? undefined : maps,
    schedule: givenSchedule(options, now),
    manualOnly: either(options, ['manual-only', 'scheduled']),
    active: either(options, ['active', 'inactive']),
    preserveAbsent: either(options, ['preserve-absent', 'close-absent']),
  });
}
