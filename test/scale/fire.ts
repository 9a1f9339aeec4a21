import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Manifest } from '../../engine/index.ts';
import { listFindingIds, PAGED_APPS, readStoredIds, type Size } from '../platform/worker/apps.ts';
import type { OwnPostgres } from '../setup/postgres.ts';
import { startAppsServer } from './apps-server.ts';
import { type EndedRun, openSetting, type Setting } from './setting.ts';
import { startWorkerProcess, type WorkerProcess } from './worker-process.ts';

const MANIFEST: Manifest = { ...PAGED_APPS, defaults: { concurrency: 1 } };
const WORKERS = 3;
/** Interval between two kills. */
const LEAST_MS = 500;
const MOST_MS = 3000;

/** Kills of workers and crashes of PostgreSQL during runs. */
export interface Fire {
  readonly seed: number;
  readonly size: Size;
  readonly latencyMs: number;
  /** Number of kills, after which one more run starts. */
  readonly kills: number;
  /** Every nth kill crashes and restarts PostgreSQL. */
  readonly crashEvery: number;
}

/** Kills, crashes and the resulting runs and findings. */
export interface Aftermath {
  readonly kills: number;
  readonly crashes: number;
  readonly runs: readonly EndedRun[];
  /** Ids of the stored findings. */
  readonly stored: readonly string[];
  readonly served: readonly string[];
  /** Number of history entries: one per finding, because nothing changes. */
  readonly history: number;
}

/** Creates a seeded generator of integers below a bound. */
function numbers(seed: number): (below: number) => number {
  let state = (seed % 2_147_483_646) + 1;
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
}

/** Worker that is restarted whenever it exits, until it is stopped. */
function post(start: () => Promise<WorkerProcess>) {
  let worker: WorkerProcess | undefined;
  let isDismissed = false;
  const keep = async () => {
    while (!isDismissed) {
      try {
        worker = await start();
        // Dismissed during the start, when no worker existed to receive the signal.
        if (isDismissed) worker.kill('SIGTERM');
        await worker.ended;
      } catch {
        // PostgreSQL is down: try again, as a process supervisor does.
        await pause(LEAST_MS);
      }
      worker = undefined;
    }
  };
  const keeper = keep();
  return {
    /** Kills the worker; returns false if none is running. */
    kill(): boolean {
      const victim = worker;
      worker = undefined;
      victim?.kill('SIGKILL');
      return victim !== undefined;
    },
    async dismiss() {
      isDismissed = true;
      worker?.kill('SIGTERM');
      await keeper;
    },
  };
}

const readHistory = async ({ store }: Setting): Promise<number> =>
  (await store.db.selectFrom('finding_status').select('finding_id').execute()).length;

/** Executes runs of one connection on three workers, with random kills of workers and crashes of PostgreSQL. */
export async function runUnderFire(server: OwnPostgres, fire: Fire): Promise<Aftermath> {
  const key = randomBytes(32).toString('base64');
  const url = await server.fresh();
  const vendor = await startAppsServer(fire.size, fire.latencyMs);
  const next = numbers(fire.seed);
  const posts = Array.from({ length: WORKERS }, () => post(() => startWorkerProcess({ url, key, concurrency: 2 })));
  const runs: EndedRun[] = [];
  let [kills, crashes, blows] = [0, 0, 0];
  const strike = async () => {
    blows += 1;
    if (blows % fire.crashEvery === 0) {
      await server.stop('immediate');
      await pause(next(LEAST_MS));
      await server.start();
      crashes += 1;
    } else if (posts[next(WORKERS)]?.kill()) kills += 1;
  };
  await using setting = await openSetting(url, key, MANIFEST);
  try {
    let run = await setting.start('under fire', { url: vendor.origin });
    for (;;) {
      const ended = setting.ended(run);
      const over = ended.then(() => true);
      while (!(await Promise.race([over, pause(LEAST_MS + next(MOST_MS - LEAST_MS), false)])))
        if (kills < fire.kills) await strike();
      runs.push(await ended);
      if (kills >= fire.kills) break;
      run = await setting.again('under fire');
    }
    return {
      ...{ kills, crashes, runs, served: listFindingIds(fire.size) },
      ...{ stored: await readStoredIds(setting.store), history: await readHistory(setting) },
    };
  } finally {
    await Promise.all(posts.map((one) => one.dismiss()));
    await vendor.close();
  }
}
