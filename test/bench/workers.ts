import { randomBytes } from 'node:crypto';
import { formatTextTable } from '../../engine/base/format/text-table.ts';
import type { Manifest } from '../../engine/index.ts';
import { APPS, PAGED_APPS, type Size } from '../platform/worker/apps.ts';
import { startAppsServer } from '../scale/apps-server.ts';
import { openSetting } from '../scale/setting.ts';
import { startWorkerProcess, sumCpuSeconds } from '../scale/worker-process.ts';
import { openSharedPostgres } from '../setup/postgres.ts';
import { hasPostgres } from '../setup/requirements.ts';

const KEY = randomBytes(32).toString('base64');
const LATENCY_MS = 100;
const WARM: Size = { apps: 16, pages: 1, perPage: 20 };
const TIMED: Size = { apps: 160, pages: 1, perPage: 20 };
/** 121 requests for applications, one after another, and 360 for their findings: the list is a quarter of the run. */
const LISTED: Size = { apps: 120, appsPerPage: 1, pages: 2, perPage: 20 };
/** One request at a time per worker, so that the benchmark measures only the distribution of work. */
const defaults = { concurrency: 1 };

interface Measured {
  readonly url: string;
  readonly manifest: Manifest;
  readonly workers: number;
  /** Origins of the warm-up vendor and of the measured vendor. */
  readonly vendors: Readonly<Record<'warm' | 'timed', string>>;
}

/** Measures a run on warmed-up worker processes, from its creation to its end. */
async function timeRun({ url, manifest, workers, vendors }: Measured) {
  await using setting = await openSetting(url, KEY, manifest);
  const crew = await Promise.all(
    Array.from({ length: workers }, () => startWorkerProcess({ url, key: KEY, concurrency: 1 })),
  );
  try {
    await setting.ended(await setting.start('warm', { url: vendors.warm }));
    const before = await sumCpuSeconds(crew);
    const { state, report, wallMs } = await setting.ended(await setting.start('timed', { url: vendors.timed }));
    if (state !== 'PROCESSED') throw new Error(`the run is ${state}: ${report.error?.message}`);
    return { wallMs, cpuSeconds: (await sumCpuSeconds(crew)) - before, findings: report.entities.finding.written };
  } finally {
    for (const worker of crew) worker.kill('SIGTERM');
    await Promise.all(crew.map(({ ended }) => ended));
  }
}

/** Required speedup of two and four workers relative to one. */
const ASKED: Readonly<Record<number, string>> = { 2: '1.8', 4: '3.3' };

interface Measurement {
  readonly manifest: Manifest;
  readonly size: Size;
  readonly counts: readonly number[];
}

async function measure({ manifest, size, counts }: Measurement): Promise<string> {
  if (!hasPostgres()) return 'without PostgreSQL there is one worker\n';
  const server = await openSharedPostgres();
  const [warm, timed] = [await startAppsServer(WARM, LATENCY_MS), await startAppsServer(size, LATENCY_MS)];
  const rows = [['workers', 'wall s', 'faster', 'asked', 'CPU s', 'findings']];
  let alone = Number.NaN;
  try {
    for (const workers of counts) {
      const vendors = { warm: warm.origin, timed: timed.origin };
      const { wallMs, cpuSeconds, findings } = await timeRun({ url: await server.fresh(), manifest, workers, vendors });
      if (workers === 1) alone = wallMs;
      rows.push([
        ...[String(workers), (wallMs / 1000).toFixed(1), (alone / wallMs).toFixed(2), ASKED[workers] ?? ''],
        ...[cpuSeconds.toFixed(1), findings.toLocaleString('en-US')],
      ]);
    }
    return formatTextTable(rows, ['right', 'right', 'right', 'right', 'right', 'right']);
  } finally {
    for (const vendor of [warm, timed]) await vendor.close();
  }
}

/** Measures a run on 1, 2, 4 and 8 workers, with one request at a time each and a vendor latency of 100 ms. */
export const measureWorkers = (counts: readonly number[] = [1, 2, 4, 8]): Promise<string> =>
  measure({ manifest: { ...APPS, defaults }, size: TIMED, counts });

/** Measures the same for a vendor whose list of applications takes a quarter of the run, and overlaps with their findings. */
export const measureOverlap = (counts: readonly number[] = [1, 2, 4]): Promise<string> =>
  measure({ manifest: { ...PAGED_APPS, defaults }, size: LISTED, counts });

if (import.meta.main) {
  const counts = process.argv[2]?.split(',').map(Number);
  process.stdout.write(await measureWorkers(counts));
  process.stdout.write(await measureOverlap(counts));
  process.exit();
}
