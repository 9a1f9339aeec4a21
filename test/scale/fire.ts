import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Manifest } from '../../engine/index.ts';
import { APPS, listFindingIds, readStoredIds, type Size } from '../platform/worker/apps.ts';
import type { OwnPostgres } from '../setup/postgres.ts';
import { startAppsServer } from './apps-server.ts';
import { type EndedRun, openSetting, type Setting } from './setting.ts';
import { startWorkerProcess, type WorkerProcess } from './worker-process.ts';

const MANIFEST: Manifest = { ...APPS, defaults: { concurrency: 1 } };
const WORKERS = 3;
/** Interval between two kills. */
const LEAST_MS = 500;
const MOST_MS = 3000;

/** What is done to workers and to their PostgreSQL while they work. */
export interface Fire {
  readonly seed: number;
  readonly size: Size;
  readonly latencyMs: number;
  /** Runs end when so many workers were killed; one more run after the last. */
  readonly kills: number;
  /** Every nth kill crashes and restarts PostgreSQL. */
  readonly crashEvery: number;
}

/** What was done, and what came of it. */
export interface Aftermath {
  readonly kills: number;
  readonly crashes: number;
  readonly runs: readonly EndedRun[];
  /** Ids of the findings as they are stored and as they were served. */
  readonly stored: readonly string[];
  readonly served: readonly string[];
  /** Entries of the findings' history: one each, as nothing changes. */
  readonly history: number;
}

/** Whole numbers below a bound, the same for the same seed. */
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
        // Dismissed while it was starting: nobody had a worker to tell so.
        if (isDismissed) worker.kill('SIGTERM');
        await worker.ended;
      } catch {
        // PostgreSQL is away just now: as an operator's supervisor would, try again.
        await pause(LEAST_MS);
      }
      worker = undefined;
    }
  };
  const kept = keep();
  return {
    /** Kills it; false when there is none just now. */
    kill(): boolean {
      const victim = worker;
      worker = undefined;
      victim?.kill('SIGKILL');
      return victim !== undefined;
    },
    async dismiss() {
      isDismissed = true;
      worker?.kill('SIGTERM');
      await kept;
    },
  };
}

const readHistory = async ({ store }: Setting): Promise<number> =>
  (await store.db.selectFrom('finding_status').select('finding_id').execute()).length;

/** Runs of one connection by three worker processes, which are killed at random, with their PostgreSQL crashing at times. */
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
