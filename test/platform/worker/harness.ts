import { randomBytes } from 'node:crypto';
import { onTestFinished } from 'vitest';
import type { Manifest } from '../../../engine/index.ts';
import type { Store } from '../../../engine/inventory/store/index.ts';
import { createPorts } from '../../../engine/io/ports.ts';
import { createConnection } from '../../../engine/platform/connections/create-connection.ts';
import type { ConnectionDraft } from '../../../engine/platform/connections/draft.ts';
import { type Platform, parseKeyring } from '../../../engine/platform/connections/index.ts';
import {
  createQueue,
  openWorker,
  type Queue,
  type RunOrder,
  startRun,
  type WorkerEvent,
  type WorkerParts,
} from '../../../engine/platform/worker/index.ts';

/** The key of all test platforms. */
export const KEY = randomBytes(32).toString('base64');

/** Platform on a store, with one manifest. */
export interface Harness {
  readonly platform: Platform;
  readonly queue: Queue;
  /** Dependencies of a worker. */
  readonly parts: WorkerParts;
  readonly events: WorkerEvent[];
  /** Creates a connection with these settings; returns its id. */
  connect(settings: ConnectionDraft['settings'], more?: Partial<ConnectionDraft>): Promise<string>;
  /** Plans a run of the connection; returns its id. */
  start(connection: string, order?: RunOrder): Promise<string>;
  /** Runs a worker until no run is open (or `until` returns true), then stops it. */
  work(options?: { readonly concurrency?: number; readonly until?: () => Promise<boolean> }): Promise<void>;
}

export const DRAFT: ConnectionDraft = {
  name: 'one',
  description: '',
  connector: 'small',
  settings: {},
  select: {},
  filters: {},
  maps: {},
  schedule: null,
  manualOnly: true,
  active: true,
  preserveAbsent: false,
};

/** Creates a platform, which closes with the test. */
export function createHarness(store: Store, manifest: Manifest): Harness {
  const ports = createPorts({ allowPrivate: true });
  onTestFinished(() => ports.close());

  const platform: Platform = {
    store,
    keyring: parseKeyring(KEY, 'a test'),
    manifestOf: async () => manifest,
    clock: ports.clock,
    random: ports.random,
    actor: 'test',
  };
  const events: WorkerEvent[] = [];
  const parts: WorkerParts = {
    id: 'bed',
    platform,
    ports,
    queue: createQueue(platform, (error) =>
      events.push({ type: 'trouble', doing: 'queue', code: error.name, message: error.message }),
    ),
    tell: (event: WorkerEvent) => void events.push(event),
    learn: () => undefined,
  };
  onTestFinished(() => parts.queue.stop());
  const isIdle = async () =>
    !(await store.db.selectFrom('run').select('id').where('finished_at', 'is', null).executeTakeFirst());
  return {
    platform,
    queue: parts.queue,
    parts,
    events,
    async connect(settings, more = {}) {
      const draft = { ...DRAFT, settings, ...more };
      const { id } = await createConnection(platform, draft, { force: true });
      return id;
    },
    async start(connection, order = { reason: 'manual' }) {
      await parts.queue.start();
      return startRun(platform, parts.queue, { connection, order });
    },
    async work({ concurrency = 2, until = isIdle } = {}) {
      const stop = new AbortController();
      const worker = openWorker(
        { ...parts, queue: createQueue(platform, () => undefined) },
        { concurrency, scheduling: true },
      );
      const done = worker.work(stop.signal);
      while (!(await until())) await ports.clock.sleep(20);
      stop.abort();
      await done;
    },
  };
}
