// One worker on a processor of its own, by slices at a time and by the vendor's latency. On Linux:
// `taskset -c 1 node test/bench/sizing.ts`, which leaves processor 0 to the worker.
import { randomBytes } from 'node:crypto';
import { setInterval as repeat } from 'node:timers';
import { parseArgs } from 'node:util';
import { sql } from 'kysely';
import { formatTextTable } from '../../engine/base/format/text-table.ts';
import type { Store } from '../../engine/inventory/store/index.ts';
import { openSetting } from '../scale/setting.ts';
import { startWorkerProcess, sumCpuSeconds } from '../scale/worker-process.ts';
import { openSharedPostgres } from '../setup/postgres.ts';
import { startVendorProcess } from './child.ts';
import { createUnlimited, HCL } from './scale.ts';
import { openServerClock } from './server-clock.ts';

const KEY = randomBytes(32).toString('base64');
const NAME = 'sizing-worker';
const PAGE_SIZE = 50;
const SAMPLE_MS = 50;
const WARM_UP = { findings: 2_000, latency: 0 };

interface Load {
  readonly findings: number;
  /** Milliseconds until the vendor answers. */
  readonly latency: number;
}

const startVendor = ({ findings, latency }: Load) =>
  startVendorProcess([
    ...['--findings', String(findings), '--applications', String(Math.ceil(findings / 125))],
    ...['--latency', String(latency)],
  ]);

/** Samples how many connections the worker has open, and how many of them run a statement; returns the largest numbers. */
function sampleConnections({ db }: Store) {
  const peak = { open: 0, active: 0 };
  const look = async () => {
    const { rows } = await sql<{ open: number; active: number }>`
      SELECT count(*)::int AS open, count(*) FILTER (WHERE state <> 'idle')::int AS active
      FROM pg_stat_activity WHERE datname = current_database() AND application_name = ${NAME}`.execute(db);
    peak.open = Math.max(peak.open, rows[0]?.open ?? 0);
    peak.active = Math.max(peak.active, rows[0]?.active ?? 0);
  };
  const timer = repeat(() => void look().catch(() => undefined), SAMPLE_MS);
  return {
    stop() {
      clearInterval(timer);
      return peak;
    },
  };
}

/** Measures the first load of a connection by one warm worker. */
async function measure(url: string, load: Load, concurrency: number) {
  await using setting = await openSetting(url, KEY, createUnlimited());
  const worker = await startWorkerProcess({ url: `${url}?application_name=${NAME}`, key: KEY, concurrency, core: 0 });
  const pull = async (name: string, one: Load) => {
    const vendor = await startVendor(one);
    try {
      const settings = { ...vendor.configs[HCL]?.settings, page_size: PAGE_SIZE };
      return await setting.ended(await setting.start(name, settings));
    } finally {
      vendor.stop();
    }
  };
  try {
    await pull('warm-up', WARM_UP);
    const readServer = await openServerClock(setting.store);
    const [client, server] = [await sumCpuSeconds([worker]), await readServer()];
    const connections = sampleConnections(setting.store);
    const { report, state, wallMs } = await pull('timed', load);
    if (state !== 'PROCESSED') throw new Error(`the run is ${state}: ${report.error?.message}`);
    const { written } = report.entities.finding;
    return {
      ...{ written, seconds: wallMs / 1000, ...connections.stop() },
      requests: Object.values(report.streams).reduce((sum, stream) => sum + stream.requests, 0),
      client: ((await sumCpuSeconds([worker])) - client) / written,
      server: ((await readServer()) - server) / written,
    };
  } finally {
    worker.kill('SIGTERM');
    await worker.ended;
  }
}

const { values } = parseArgs({
  options: {
    findings: { type: 'string', default: '20000' },
    latencies: { type: 'string', default: '0,100,500' },
    slices: { type: 'string', default: '1,2,4,8,16' },
  },
});
const server = await openSharedPostgres();
const head = ['latency ms', 'slices', 'requests', 'wall s', 'findings/s', 'worker µs', 'server µs', 'open', 'active'];
const rows = [head];
for (const latency of values.latencies.split(',').map(Number))
  for (const slices of values.slices.split(',').map(Number)) {
    const one = await measure(await server.fresh(), { findings: Number(values.findings), latency }, slices);
    rows.push([
      ...[String(latency), String(slices), String(one.requests), one.seconds.toFixed(1)],
      ...[(one.written / one.seconds).toFixed(0), (one.client * 1e6).toFixed(0), (one.server * 1e6).toFixed(0)],
      ...[String(one.open), String(one.active)],
    ]);
    process.stderr.write(`${rows.at(-1)?.join(' ')}\n`);
  }
process.stdout.write(
  formatTextTable(
    rows,
    head.map(() => 'right' as const),
  ),
);
process.exit();
