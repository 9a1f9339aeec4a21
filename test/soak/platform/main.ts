// Platform under load and faults: a worker syncs many connections into one store while the vendor fails some requests.
// `npm run soak -- platform [--postgres] [--connections 20] [--findings 50000] [--faults 5] [--minutes 10]`.
// Prints figures as JSON; exits with 1 if a record is lost, duplicated or changed, or memory exceeds its limit.

import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { openStore, type Store } from '../../../engine/inventory/store/index.ts';
import { createPorts } from '../../../engine/io/ports.ts';
import { createConnection } from '../../../engine/platform/connections/create-connection.ts';
import { type Platform, parseKeyring } from '../../../engine/platform/connections/index.ts';
import { createQueue, openWorker, readRun, startRun, type WorkerEvent } from '../../../engine/platform/worker/index.ts';
import { openSharedPostgres } from '../../setup/postgres.ts';
import { findFaults } from './compare.ts';
import { watchProcess } from './figures.ts';
import { MANIFEST } from './manifest.ts';
import { range, type Size } from './size.ts';

/** Same setting as in the command line: limits garbage relative to live memory. */
setFlagsFromString('--heap-growing-percent=40');

const PER_PAGE = 200;
const PAGES = 5;
const CONCURRENCY = 4;
const LOOK_MS = 500;
/** More memory indicates a leak or an unbounded page. */
const MOST_MEGABYTES = 512;
const MOST_SHOWN = 10;

const { values: given } = parseArgs({
  options: {
    postgres: { type: 'boolean', default: false },
    connections: { type: 'string', default: '20' },
    findings: { type: 'string', default: '50000' },
    faults: { type: 'string', default: '5' },
    minutes: { type: 'string', default: '10' },
    seed: { type: 'string', default: '20261125' },
  },
});

const size: Size = {
  apps: Math.max(1, Math.round(Number(given.findings) / (PAGES * PER_PAGE))),
  pages: PAGES,
  perPage: PER_PAGE,
  faults: Number(given.faults),
  seed: Number(given.seed),
};

interface Ledger {
  readonly requests: number;
  readonly faults: Readonly<Record<string, number>>;
  readonly served: readonly string[];
}

async function startVendor() {
  const child = fork(fileURLToPath(new URL('vendor.ts', import.meta.url)), [JSON.stringify(size)]);
  const [port] = (await once(child, 'message')) as [number];
  const origin = `http://127.0.0.1:${port}`;
  return {
    origin,
    ledger: async () => (await (await fetch(`${origin}/ledger`)).json()) as Ledger,
    stop: () => child.disconnect(),
  };
}

const folder = await mkdtemp(join(tmpdir(), 'mapwright-soak-'));

async function storeUrl(): Promise<string> {
  if (!given.postgres) return `sqlite:${join(folder, 'soak.db')}`;
  return (await openSharedPostgres()).fresh();
}

const draft = (no: number, url: string) => ({
  ...{ name: `connection ${no}`, description: '', connector: 'soak', settings: { url } },
  ...{ select: {}, filters: {}, maps: {}, schedule: null, manualOnly: true, active: true, preserveAbsent: false },
});

/** Creates all connections and starts one run of each. */
async function plan(platform: Platform, queue: ReturnType<typeof createQueue>, origin: string) {
  const planned = [];
  for (const no of range(Number(given.connections))) {
    const { id } = await createConnection(platform, draft(no, `${origin}/c${no}`), { force: true });
    const run = await startRun(platform, queue, { connection: id, order: { reason: 'manual' } });
    planned.push({ no, id, run });
  }
  return planned;
}

const openRuns = async ({ db }: Store): Promise<number> =>
  (await db.selectFrom('run').select('id').where('finished_at', 'is', null).execute()).length;

/** Works until all runs have ended or the time limit is reached. */
async function workAll(worker: ReturnType<typeof openWorker>, store: Store): Promise<void> {
  const stop = new AbortController();
  const until = performance.now() + Number(given.minutes) * 60_000;
  const working = worker.work(stop.signal);
  while ((await openRuns(store)) > 0 && performance.now() < until)
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  stop.abort();
  await working;
}

const vendor = await startVendor();
const store = await openStore(await storeUrl());
const ports = createPorts({ allowPrivate: true });
const platform: Platform = {
  store,
  keyring: parseKeyring(randomBytes(32).toString('base64'), 'the soak'),
  manifestOf: async () => MANIFEST,
  clock: ports.clock,
  random: ports.random,
  actor: 'soak',
};
const troubles: string[] = [];
const tell = (event: WorkerEvent) => {
  if (event.type === 'trouble' || event.type === 'slice-failed') troubles.push(`${event.code}: ${event.message}`);
};
const queue = createQueue(platform, ({ message }) => troubles.push(message));
await queue.start();
const planned = await plan(platform, queue, vendor.origin);
const figures = watchProcess();
await workAll(
  openWorker({ platform, ports, queue, tell, learn: () => undefined }, { concurrency: CONCURRENCY, scheduling: true }),
  store,
);
const taken = figures();

const { requests, faults, served } = await vendor.ledger();
const pages = new Set(served);
const wrong: string[] = [];
let [findings, whole] = [0, 0];
for (const { no, id, run } of planned) {
  const { state, report, error } = await readRun(store.db, run, ports.clock.now());
  const isWhole = state === 'PROCESSED';
  findings += report.entities.finding.written;
  if (isWhole) whole += 1;
  else if (error) wrong.push(`connection ${no}: ${error.code}: ${error.message}`);
  if (isWhole && report.warnings.length > 0) wrong.push(`connection ${no} warns: ${JSON.stringify(report.warnings)}`);
  wrong.push(...(await findFaults(store, size, { no, id, isWhole }, pages)));
}
if (taken.rss.most > MOST_MEGABYTES) wrong.push(`${taken.rss.most} MB are more than ${MOST_MEGABYTES}`);

console.log(
  JSON.stringify(
    {
      store: store.kind,
      connections: { all: planned.length, whole },
      findings,
      findingsPerSecond: Math.round(findings / taken.seconds),
      requests,
      faults,
      ...taken,
      troubles: troubles.length,
      wrong: wrong.length,
    },
    null,
    2,
  ),
);
for (const line of [...wrong, ...troubles].slice(0, MOST_SHOWN)) console.error(line);
process.exitCode = wrong.length > 0 ? 1 : 0;

vendor.stop();
await ports.close();
await store.close();
await rm(folder, { recursive: true, force: true });
