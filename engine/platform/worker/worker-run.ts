import type { Database } from '../../inventory/store/store.ts';
import { type Connector, compileConnector } from '../../pipeline/connector/index.ts';
import type { SharedRate } from '../../pipeline/run/pacer.ts';
import { createParents, type Parent, type Parents } from '../../pipeline/run/parents.ts';
import { openRunSetup, type RunSetup } from '../connections/index.ts';
import type { WorkerParts } from './parts.ts';
import { createSharedRate } from './shared-rate.ts';
import { createSharedSessions, type SharedSessions } from './shared-sessions.ts';

/** A run as one worker has it open: what all of its slices read with. */
export interface WorkerRun {
  readonly id: string;
  readonly connectionId: string;
  readonly setup: RunSetup;
  readonly connector: Connector;
  readonly sessions: SharedSessions;
  readonly rate: SharedRate;
  /** When it was planned, epoch ms: what its windows of time count from. */
  readonly now: number;
  /** All items of the streams that others join; complete, as they are read before. */
  readonly partners: () => Promise<Parents>;
}

/** Most runs that a worker keeps open at a time. */
const KEPT_OPEN = 16;

/** Opens runs once for all of their slices. */
export interface WorkerRuns {
  open(runId: string): Promise<WorkerRun>;
}

/** The parents of a stream as they were read, in their order. */
async function readParents(db: Database, runId: string, stream: string): Promise<readonly Parent[]> {
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

const findJoinedStreams = ({ streams }: Connector): ReadonlySet<string> =>
  new Set(streams.flatMap(({ lookups }) => lookups.flatMap((one) => (one.kind === 'join' ? [one.stream] : []))));

/** All items of the streams that others join. */
export async function readJoinPartners(db: Database, runId: string, connector: Connector): Promise<Parents> {
  const parents = createParents();
  for (const stream of findJoinedStreams(connector)) parents.add(stream, await readParents(db, runId, stream));
  return parents;
}

async function openWorkerRun(parts: WorkerParts, runId: string): Promise<WorkerRun> {
  const { store, keyring } = parts.platform;
  const row = await store.db.selectFrom('run').selectAll().where('id', '=', runId).executeTakeFirstOrThrow();
  const setup = JSON.parse(row.setup) as RunSetup;
  const connector = await compileConnector(setup.manifest, {
    ...(await openRunSetup(setup, keyring)),
    learn: (session) => parts.learn([], session),
  });
  parts.learn(connector.secrets);
  // Several stages may need them; none is read while the stage that they come from is.
  const partners = new Map<number, Promise<Parents>>();
  return {
    id: runId,
    connectionId: row.connection_id,
    setup,
    connector,
    sessions: createSharedSessions(parts, setup),
    rate: createSharedRate(parts, setup, connector),
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

/** A run has other secrets with each retry: what was opened for one try is not for the next. */
async function runTry({ platform }: WorkerParts, runId: string): Promise<string> {
  const { db } = platform.store;
  const { tries } = await db.selectFrom('run').select('tries').where('id', '=', runId).executeTakeFirstOrThrow();
  return `${runId} ${tries}`;
}

/** The runs that a worker has open; the one that was used longest ago makes room. */
export function createWorkerRuns(parts: WorkerParts): WorkerRuns {
  const open = new Map<string, Promise<WorkerRun>>();
  return {
    async open(runId) {
      const key = await runTry(parts, runId);
      const known = open.get(key) ?? openWorkerRun(parts, runId);
      open.delete(key);
      open.set(key, known);
      const [oldest] = open.keys();
      if (open.size > KEPT_OPEN && oldest !== undefined) open.delete(oldest);
      try {
        return await known;
      } catch (error) {
        open.delete(key);
        throw error;
      }
    },
  };
}
