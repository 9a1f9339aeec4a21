import type { Layout } from './layout.ts';
import type { DatasetOptions } from './list.ts';
import { draw, pick, rootOf, uuid } from './prng.ts';
import { DAY, HOUR, MINUTE } from './timeline.ts';

/** Scan of an environment. `generation` is 0 for the newest finished scan and counts up; unfinished scans have -1. */
export interface Scan {
  readonly id: string;
  readonly environment: number;
  readonly status: string;
  readonly created: string;
  readonly updated: string;
  readonly hasResults: boolean;
  /** Number of results, current or not. */
  readonly count: number;
  readonly generation: number;
  /** Number of scans that were added to the environment after creation. */
  readonly additions: number;
}

export interface Scans {
  /** Returns the scans of an environment, newest first. */
  of(environment: number): readonly Scan[];
  find(id: string): Scan | undefined;
  add(environment: number, at: number): void;
  environmentId(environment: number): string;
}

const FINISHED = ['Completed', 'Finished@Scan finished successfully', 'Finished'] as const;

/** Unfinished scans after the newest finished scan of an environment with findings. */
const ON_TOP = [[], ['Running'], [], ['Failed'], ['Running', 'Cancelled'], []] as const;

/** Reasons for an environment without findings. */
const NO_FINDINGS = ['clean', 'never', 'running', 'failed'] as const;

/** Creates the scans of all environments: a few each, and 130 in every fiftieth. */
export const scans = (options: DatasetOptions, layout: Layout): Scans => {
  const root = rootOf(options.seed, 'checkmarx scan');
  const ids = rootOf(options.seed, 'checkmarx environment');
  const added = new Map<number, number[]>();
  const byId = new Map<string, number>();

  const list = (environment: number): Scan[] => {
    const size = layout.count(environment);
    const random = draw(root, environment);
    const additions = added.get(environment) ?? [];
    const older = environment % 50 === 1 ? 129 : 1 + (random % 3);
    const plan =
      size > 0 ? [...pick(ON_TOP, environment), ...Array(1 + older).fill('done')] : planOf(environment, older);
    const newest = options.now - HOUR - (random % (10 * DAY));
    const all = [
      ...additions.map((at) => ({ step: 'done', at })).reverse(),
      ...plan.map((step, i) => ({ step, at: newest - i * 3 * DAY })),
    ];
    let generation = 0;
    return all.map(({ step, at }, i) => {
      const finished = step === 'done' || step === 'clean';
      const age = finished ? generation++ : -1;
      const seed = draw(root, environment * 1009 + (all.length - i));
      return {
        id: uuid(seed),
        environment,
        status: finished ? pick(FINISHED, seed) : step,
        created: micros(at, seed),
        updated: micros(at + 5 * MINUTE + (seed % (2 * HOUR)), seed >>> 3),
        hasResults: step === 'done' || step === 'Running',
        count: countOf(step, age, { size, additions: additions.length }),
        generation: age,
        additions: additions.length,
      };
    });
  };

  for (let e = 0; e < layout.parents; e++) for (const scan of list(e)) byId.set(scan.id, e);

  return {
    of: list,
    environmentId: (environment) => uuid(draw(ids, environment)),
    find: (id) => {
      const environment = byId.get(id);
      return environment === undefined ? undefined : list(environment).find((scan) => scan.id === id);
    },
    add: (environment, at) => {
      added.set(environment, [...(added.get(environment) ?? []), at]);
      for (const scan of list(environment)) byId.set(scan.id, environment);
    },
  };
};

const planOf = (environment: number, older: number): string[] => {
  const reason = pick(NO_FINDINGS, Math.floor(environment / 5));
  if (reason === 'never') return [];
  if (reason === 'clean') return ['clean', ...Array(older).fill('done')];
  return [reason === 'running' ? 'Running' : 'Failed'];
};

/** Returns the number of results. Older scans have some current results and three removed ones; a running scan has two. */
const countOf = (step: string, age: number, { size, additions }: { size: number; additions: number }): number => {
  if (step === 'Running') return 2;
  if (step !== 'done') return 0;
  if (age === 0) return additions > 0 ? Math.max(1, size) : size;
  return Math.ceil(size * 0.7) + 3;
};

/** Formats an instant as RFC 3339 with six fraction digits. */
export const micros = (instant: number, random: number): string =>
  new Date(instant).toISOString().replace('Z', `${String(random % 1000).padStart(3, '0')}Z`);
