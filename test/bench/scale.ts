import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import { formatTextTable } from '../../engine/base/format/text-table.ts';
import type { Store } from '../../engine/inventory/store/index.ts';
import { readManifestFile } from '../manifests/connectors.ts';
import { openSetting } from '../scale/setting.ts';
import { startWorkerProcess, sumCpuSeconds } from '../scale/worker-process.ts';
import { openSharedPostgres } from '../setup/postgres.ts';
import { hasPostgres } from '../setup/requirements.ts';
import { measureProcess, startVendorProcess } from './child.ts';

const MAIN = fileURLToPath(new URL('../../engine/cli/main.js', import.meta.url));
/** Connector of the measurements of scale. */
export const HCL = 'hcl-appscan-dast';
const KEY = randomBytes(32).toString('base64');
const PAGE_SIZE = 500;
const PER_APPLICATION = 500;

/** Returns the connector without its rate limit, which would dominate the measurement. */
export const createUnlimited = () => {
  const { rateLimit: _, ...defaults } = readManifestFile(HCL).defaults ?? {};
  return { ...readManifestFile(HCL), defaults };
};

const createVendor = async (findings: number) => {
  const applications = Math.max(4, Math.ceil(findings / PER_APPLICATION));
  const vendor = await startVendorProcess(['--findings', String(findings), '--applications', String(applications)]);
  return { settings: { ...vendor.configs[HCL]?.settings, page_size: PAGE_SIZE }, stop: vendor.stop };
};

const TABLES = ['asset', 'finding', 'finding_seen', 'finding_status'] as const;

async function rowsIn({ db }: Store): Promise<number> {
  const counts = await Promise.all(
    TABLES.map((table) =>
      db
        .selectFrom(table)
        .select((is) => is.fn.countAll<number>().as('rows'))
        .executeTakeFirst(),
    ),
  );
  return counts.reduce((sum, count) => sum + Number(count?.rows ?? 0), 0);
}

async function countBytes({ db }: Store): Promise<number> {
  const { rows } = await sql<{ bytes: number }>`select pg_database_size(current_database()) as bytes`.execute(db);
  return rows[0]?.bytes ?? Number.NaN;
}

interface Job {
  readonly url: string;
  readonly findings: number;
  readonly workers: number;
}

/** Measures the duration, CPU time and stored data of one run on workers. */
async function pull({ url, findings, workers }: Job) {
  const vendor = await createVendor(findings);
  await using setting = await openSetting(url, KEY, createUnlimited());
  const crew = await Promise.all(
    Array.from({ length: workers }, () => startWorkerProcess({ url, key: KEY, concurrency: 2 })),
  );
  const isShared = setting.store.kind === 'postgres';
  try {
    const [cpu, bytes] = [await sumCpuSeconds(crew), isShared ? await countBytes(setting.store) : 0];
    const { report, wallMs } = await setting.ended(await setting.start('pull', vendor.settings));
    const used = (await sumCpuSeconds(crew)) - cpu;
    const { written } = report.entities.finding;
    const requests = Object.values(report.streams).reduce((sum, stream) => sum + stream.requests, 0);
    return {
      ...{ requests, written, wallMs, micros: (used * 1e6) / written, rows: (await rowsIn(setting.store)) / written },
      bytes: isShared ? ((await countBytes(setting.store)) - bytes) / written : Number.NaN,
    };
  } finally {
    for (const worker of crew) worker.kill('SIGTERM');
    await Promise.all(crew.map(({ ended }) => ended));
    vendor.stop();
  }
}

/** Measures the cost of a finding at several sizes, with two workers on PostgreSQL. */
export async function measureScale(sizes: readonly number[]): Promise<string> {
  if (!hasPostgres()) return 'without PostgreSQL there is nothing to share\n';
  const server = await openSharedPostgres();
  const rows = [['findings', 'requests', 'rows each', 'bytes each', 'µs CPU each', 'wall s', 'findings/s']];
  for (const findings of sizes) {
    const one = await pull({ url: await server.fresh(), findings, workers: 2 });
    rows.push([
      ...[one.written.toLocaleString('en-US'), one.requests.toLocaleString('en-US'), one.rows.toFixed(2)],
      ...[one.bytes.toFixed(0), one.micros.toFixed(0), (one.wallMs / 1000).toFixed(1)],
      ((one.written * 1000) / one.wallMs).toFixed(0),
    ]);
  }
  return formatTextTable(rows, rows[0]?.map(() => 'right' as const) ?? []);
}

/** Compares the CPU time per finding of a worker on SQLite with `run --to sqlite:`, which does the same without a queue. */
export async function measureWorkerOverhead(findings: number): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'mapwright-bench-scale-'));
  try {
    const worker = await pull({ url: `sqlite:${join(folder, 'worker.db')}`, findings, workers: 1 });
    const vendor = await createVendor(findings);
    const config = join(folder, 'config.json');
    await writeFile(config, JSON.stringify({ settings: vendor.settings }));
    const options = [
      '--config',
      config,
      '--to',
      `sqlite:${join(folder, 'run.db')}`,
      '--allow-private-network',
      '--quiet',
    ];
    const plain = await measureProcess([MAIN, 'run', HCL, ...options], ['--max-semi-space-size=8']);
    vendor.stop();
    const micros = (plain.cpuSeconds * 1e6) / worker.written;
    return `${worker.micros.toFixed(0)} µs CPU a finding by a worker, ${micros.toFixed(0)} by run, its start included: ${(worker.micros / micros).toFixed(2)} times\n`;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

if (import.meta.main) {
  process.stdout.write(await measureScale([2_000, 20_000, 100_000]));
  process.stdout.write(await measureWorkerOverhead(50_000));
  process.exit();
}
