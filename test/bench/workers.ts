import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { textTable } from '../../engine/cli/text-table.ts';
import type { Manifest } from '../../engine/index.ts';
import { createPorts } from '../../engine/io/ports.ts';
import { createConnection } from '../../engine/platform/create-connection.ts';
import { type Platform, parseKeyring } from '../../engine/platform/index.ts';
import { openStore } from '../../engine/store/index.ts';
import { queueOf, startRun } from '../../engine/worker/index.ts';
import { appsServer } from '../scale/apps-server.ts';
import { startWorkerProcess, type WorkerProcess } from '../scale/worker-process.ts';
import { postgres } from '../setup/postgres.ts';
import { APPS, type Size } from '../worker/apps.ts';

const KEY = randomBytes(32).toString('base64');
const LATENCY_MS = 100;
const SIZES: Readonly<Record<'warm' | 'timed', Size>> = {
  warm: { apps: 16, pages: 1, perPage: 20 },
  timed: { apps: 160, pages: 1, perPage: 20 },
};
/** One request at a time for each worker: what is measured is how the work is shared. */
const MANIFEST: Manifest = { ...APPS, defaults: { concurrency: 1 } };

/** What a run took. */
interface Took {
  readonly wallMs: number;
  /** CPU seconds of all workers together. */
  readonly cpuSeconds: number;
  readonly findings: number;
}

const cpuOf = async ({ origin }: WorkerProcess): Promise<number> => {
  const text = await (await fetch(`${origin}/metrics`)).text();
  return Number(/^process_cpu_seconds_total (\S+)/m.exec(text)?.[1]);
};

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

interface Measured {
  readonly url: string;
  readonly workers: number;
  readonly settings: Readonly<Record<'warm' | 'timed', object>>;
}

/** A run by so many workers, each a process that has done a smaller run before; from the run's planning to its end. */
async function timeRun({ url, workers, settings }: Measured): Promise<Took> {
  const store = await openStore(url);
  const ports = createPorts({ allowPrivate: true });
  const platform: Platform = {
    store,
    keyring: parseKeyring(KEY, 'the benchmark'),
    manifestOf: async () => MANIFEST,
    clock: ports.clock,
    random: ports.random,
    actor: 'bench',
  };
  const queue = queueOf(platform, () => undefined);
  await queue.start();
  const crew = await Promise.all(
    Array.from({ length: workers }, () => startWorkerProcess({ url, key: KEY, concurrency: 1 })),
  );
  const done = async (name: 'warm' | 'timed') => {
    const draft = {
      ...{
        name,
        description: '',
        connector: MANIFEST.id,
        settings: settings[name] as never,
        select: {},
        filters: {},
        maps: {},
      },
      ...{ schedule: null, manualOnly: true, active: true, preserveAbsent: false },
    };
    const { id: connection } = await createConnection(platform, draft, { force: true });
    const before = sum(await Promise.all(crew.map(cpuOf)));
    const run = await startRun(platform, queue, { connection, order: { reason: 'manual' } });
    for (;;) {
      const row = await store.db.selectFrom('run').selectAll().where('id', '=', run).executeTakeFirstOrThrow();
      if (row.finished_at !== null) {
        if (row.state !== 'PROCESSED') throw new Error(`the run is ${row.state}: ${row.error}`);
        const { entities } = JSON.parse(row.report ?? '{}');
        const cpuSeconds = sum(await Promise.all(crew.map(cpuOf))) - before;
        return { wallMs: row.finished_at - row.created_at, cpuSeconds, findings: entities.finding.written as number };
      }
      await sleep(100);
    }
  };
  try {
    await done('warm');
    return await done('timed');
  } finally {
    for (const worker of crew) worker.kill('SIGTERM');
    await Promise.all(crew.map(({ ended }) => ended));
    await queue.stop();
    await ports.close();
    await store.close();
  }
}

/** One run by 1, 2, 4 and 8 workers against a vendor that answers after 100 ms, one request at a time each. */
export async function workerRates(counts: readonly number[] = [1, 2, 4, 8]): Promise<string> {
  const server = await postgres();
  if (!server) return 'without PostgreSQL there is one worker\n';
  const vendors = { warm: await appsServer(SIZES.warm, LATENCY_MS), timed: await appsServer(SIZES.timed, LATENCY_MS) };
  const settings = { warm: { url: vendors.warm.origin }, timed: { url: vendors.timed.origin } };
  const rows = [['workers', 'wall s', 'faster', 'asked', 'CPU s', 'findings']];
  const asked: Readonly<Record<number, string>> = { 2: '1.8', 4: '3.3' };
  let alone = Number.NaN;
  try {
    for (const workers of counts) {
      const { wallMs, cpuSeconds, findings } = await timeRun({ url: await server.fresh(), workers, settings });
      if (workers === 1) alone = wallMs;
      rows.push([
        ...[String(workers), (wallMs / 1000).toFixed(1), (alone / wallMs).toFixed(2), asked[workers] ?? ''],
        ...[cpuSeconds.toFixed(1), findings.toLocaleString('en-US')],
      ]);
    }
    return textTable(rows, ['right', 'right', 'right', 'right', 'right', 'right']);
  } finally {
    for (const vendor of Object.values(vendors)) await vendor.close();
  }
}

if (import.meta.main) {
  process.stdout.write(await workerRates(process.argv[2]?.split(',').map(Number)));
  process.exit();
}
