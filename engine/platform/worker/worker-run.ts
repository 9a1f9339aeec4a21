import type { Database } from '../../inventory/store/store.ts';
import { type Connector, compileConnector } from '../../pipeline/connector/index.ts';
import type { SharedRate } from '../../pipeline/run/pacer.ts';
import { createParents, type Parent, type Parents } from '../../pipeline/run/parents.ts';
import { openRunSetup, type RunSetup } from '../connections/index.ts';
import type { WorkerParts } from './parts.ts';
import { createRunSampler, type RunSampler } from './run-sampler.ts';
import { createSharedRate } from './shared-rate.ts';
import { createSharedSessions, type SharedSessions } from './shared-sessions.ts';
import { listNeededStreams } from './split-parent.ts';

/** Run opened by a worker, shared by its slices. */
export interface WorkerRun {
  readonly id: string;
  readonly connectionId: string;
  readonly setup: RunSetup;
  readonly connector: Connector;
  readonly sessions: SharedSessions;
  readonly rate: SharedRate;
  readonly sampler: RunSampler;
  /** Time of planning, epoch ms; the reference for time windows. */
  readonly now: number;
  /** Returns all items of the streams that each slice of another stream needs, which are read in earlier stages. */
  readonly partners: () => Promise<Parents>;
}

/** Maximum number of runs that a worker keeps open. */
const MAX_OPEN = 16;

/** Cache of open runs. */
export interface WorkerRuns {
  open(runId: string): Promise<WorkerRun>;
}

/** Reads the parents of a stream in reading order. */
export async function readParents(db: Database, runId: string, stream: string): Promise<readonly Parent[]> {
  const rows = await db
    .selectFrom('parent')
    .select('parent')
    .where('run_id', '=', runId)
    .where('stream', '=', stream)
    .orderBy('slice')
    .orderBy('seq')
    .execute();
  return rows.map(({ parent }) => JSON.parse(parent) as Parent);
}

/** Reads all items of streams. */
export async function readAllParents(db: Database, runId: string, streams: Iterable<string>): Promise<Parents> {
  const parents = createParents();
  for (const stream of streams) parents.add(stream, await readParents(db, runId, stream));
  return parents;
}

/** Reads all items of the streams that each slice of another stream needs: join partners, and parents that are not shared out. */
export const readJoinPartners = (db: Database, runId: string, connector: Connector): Promise<Parents> =>
  readAllParents(db, runId, new Set(connector.streams.flatMap(listNeededStreams)));

async function openWorkerRun(parts: WorkerParts, runId: string): Promise<WorkerRun> {
  const { store, keyring } = parts.platform;
  const row = await store.db.selectFrom('run').selectAll().where('id', '=', runId).executeTakeFirstOrThrow();
  const setup = JSON.parse(row.setup) as RunSetup;
  const connector = await compileConnector(setup.manifest, {
    ...(await openRunSetup(setup, keyring)),
    learn: (session) => parts.learn([], session),
  });
  parts.learn(connector.secrets);
  // Cached per stage: their own streams are read in earlier stages.
  const partners = new Map<number, Promise<Parents>>();
  return {
    id: runId,
    connectionId: row.connection_id,
    setup,
    connector,
    sessions: createSharedSessions(parts, setup),
    rate: createSharedRate(parts, setup, connector),
    sampler: createRunSampler(connector),
    now: row.created_at,
    async partners() {
      const { stage } = await store.db
        .selectFrom('run')
        .select('stage')
        .where('id', '=', runId)
        .executeTakeFirstOrThrow();
      const known = partners.get(stage) ?? readJoinPartners(store.db, runId, connector);
      partners.clear();
      partners.set(stage, known);
      return known;
    },
  };
}

/** Returns the cache key of a run. Includes the retry count, because each retry may use other secrets. */
async function runTry({ platform }: WorkerParts, runId: string): Promise<string> {
  const { db } = platform.store;
  const { tries } = await db.selectFrom('run').select('tries').where('id', '=', runId).executeTakeFirstOrThrow();
  return `${runId} ${tries}`;
}

/** Creates the cache of a worker's open runs, which evicts the least recently used. */
export function createWorkerRuns(parts: WorkerParts): WorkerRuns {
  const open = new Map<string, Promise<WorkerRun>>();
  return {
    async open(runId) {
      const key = await runTry(parts, runId);
      const known = open.get(key) ?? openWorkerRun(parts, runId);
      open.delete(key);
      open.set(key, known);
      const [oldest] = open.keys();
      if (open.size > MAX_OPEN && oldest !== undefined) open.delete(oldest);
      try {
        return await known;
      } catch (error) {
        open.delete(key);
        throw error;
      }
    },
  };
}
