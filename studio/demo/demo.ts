import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs, styleText } from 'node:util';
import { formatTextTable } from '../../engine/base/format/text-table.ts';
import {
  compileConnector,
  createPorts,
  noState,
  openDestination,
  parseManifest,
  type RunCounters,
  type RunReport,
  run,
} from '../../engine/index.ts';
import { startVendors, type Vendors } from './vendors/index.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const OUT = 'demo-out';
const REDRAW_MS = 100;
/** Page size for large demos: the vendors allow 500 requests a minute, so smaller pages would mostly wait. */
const LARGE_PAGES = { page_size: 1000 };

interface Result {
  readonly title: string;
  readonly report: RunReport;
  readonly seconds: number;
}

const number = (value: number) => value.toLocaleString('en-US');

const CONNECTORS = [
  'veracode-sast',
  'veracode-dast',
  'veracode-sca',
  'checkmarx-one-dast',
  'hcl-appscan-dast',
] as const;

/** Creates a progress line for a connector. It is displayed on a terminal only. */
function createProgress(title: string): { watch: (counters: RunCounters) => void; stop: () => void } {
  let timer: NodeJS.Timeout | undefined;
  const begin = performance.now();
  const draw = ({ entities, current }: RunCounters) => {
    const seconds = (performance.now() - begin) / 1000;
    const records = Object.values(entities).reduce((sum, { written }) => sum + written, 0);
    const line = `  ${title}: ${current ?? 'connecting'}, ${number(records)} records, ${number(Math.round(records / seconds))}/s`;
    process.stderr.write(`\r\x1b[K${line}`);
  };
  return {
    watch: (counters) => {
      if (process.stderr.isTTY) timer = setInterval(draw, REDRAW_MS, counters).unref();
    },
    stop: () => {
      clearInterval(timer);
      if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
    },
  };
}

async function sync(id: (typeof CONNECTORS)[number], vendors: Vendors, large: boolean): Promise<Result> {
  const { manifest } = parseManifest(await readFile(join(ROOT, 'manifests', id, 'manifest.json'), 'utf8'));
  if (!manifest) throw new Error(`Invalid manifest: ${id}. Run \`mapwright validate\` on it.`);
  const pages = large && 'page_size' in manifest.settings.properties ? LARGE_PAGES : {};
  const connector = await compileConnector(manifest, { settings: { ...vendors[id].config.settings, ...pages } });
  const ports = createPorts({ allowPrivate: true });
  const sinks = [openDestination(`ndjson:${join(OUT, id)}`, { writeOut: async () => undefined })];
  const { watch, stop } = createProgress(manifest.title);
  const begin = performance.now();
  try {
    const report = await run(
      connector,
      { runId: randomUUID(), sinks, stateStore: noState, fingerprint: 'demo', watch },
      ports,
    );
    return { title: manifest.title, report, seconds: (performance.now() - begin) / 1000 };
  } finally {
    stop();
    await ports.close();
  }
}

function row({ title, report, seconds }: Result): string[] {
  const { asset, finding } = report.entities;
  const requests = Object.values(report.streams).reduce((sum, stream) => sum + stream.requests, 0);
  const records = asset.written + finding.written;
  const state =
    report.state === 'PROCESSED' ? styleText('green', 'processed') : styleText('red', report.error?.code ?? 'errored');
  return [
    title,
    state,
    number(asset.written),
    number(finding.written),
    number(asset.rejected + finding.rejected),
    number(requests),
    `${seconds.toFixed(1)} s`,
    number(Math.round(records / seconds)),
  ];
}

const HEAD = ['connector', 'state', 'assets', 'findings', 'rejects', 'requests', 'duration', 'records/s'];

/** Runs `npm run demo [-- --findings n --seed n]`: every connector against a simulated vendor on this machine. */
async function demo(): Promise<void> {
  const { values } = parseArgs({
    options: { findings: { type: 'string', default: '1000' }, seed: { type: 'string', default: '7' } },
  });
  const findings = Number(values.findings);
  const vendors = await startVendors({ seed: Number(values.seed), findings });
  const results: Result[] = [];
  process.stderr.write(`Five connectors, simulated vendors on 127.0.0.1, ${number(findings)} findings each.\n\n`);
  try {
    for (const id of CONNECTORS) results.push(await sync(id, vendors, findings > 20_000));
  } finally {
    await vendors.close();
  }
  const rows = [HEAD.map((name) => styleText('dim', name)), ...results.map(row)];
  process.stdout.write(formatTextTable(rows, ['left', 'left', 'right', 'right', 'right', 'right', 'right', 'right']));
  process.stdout.write(
    `\nThe records are in ${styleText('bold', `${OUT}/<connector>/`)}: assets.ndjson, findings.ndjson, rejects.ndjson, run.json.\n`,
  );
  if (results.some(({ report }) => report.state !== 'PROCESSED')) process.exitCode = 1;
}

await demo();
