import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs, styleText } from 'node:util';
import { formatTextTable } from '../../engine/base/format/text-table.ts';
import { bundleProgram } from '../../engine/build/bundle.ts';
import { measureProcess, type ProcessUsage, startVendorProcess } from './child.ts';
import { computeShares } from './profile.ts';
import { measureQueries } from './query.ts';
import { measureScale, measureWorkerOverhead } from './scale.ts';
import { measureStages } from './stages.ts';
import { measureStores } from './store.ts';
import { measureKeystrokes } from './studio.ts';
import { measureOverlap, measureWorkers } from './workers.ts';

const MAIN = fileURLToPath(new URL('../../engine/cli/main.js', import.meta.url));
/** The profile names the stages by their modules. */
const FROM_SOURCES = fileURLToPath(new URL('../setup/program-from-sources.js', import.meta.url));
const BY_HAND = fileURLToPath(new URL('hand-written.ts', import.meta.url));
const HCL = 'hcl-appscan-dast';
const PAGE_SIZE = 500;
/** On shared machines, the result of one round varies by 10%. */
const ROUNDS = 7;
/** Same flags as in the program's first line, which a direct start bypasses. */
const FLAGS = ['--max-semi-space-size=8'];

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
const say = (text: string) => process.stdout.write(text);
const title = (text: string) => say(`\n${styleText('bold', text)}\n`);

const sync = (connector: string, config: string, out: string, main = MAIN): string[] => [
  main,
  'run',
  connector,
  '--config',
  config,
  '--to',
  `ndjson:${out}`,
  '--allow-private-network',
  '--quiet',
  '--json',
];

const formatLines = async (file: string): Promise<unknown[]> =>
  (await readFile(file, 'utf8'))
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));

/** Checks that both programs wrote the same records. */
async function compare(folder: string): Promise<void> {
  const { isDeepStrictEqual } = await import('node:util');
  for (const name of ['assets.ndjson', 'findings.ndjson']) {
    const [ours, theirs] = [
      await formatLines(join(folder, 'engine', name)),
      await formatLines(join(folder, 'by-hand', name)),
    ];
    if (!isDeepStrictEqual(ours, theirs)) throw new Error(`${name} differs: the two programs do not do the same`);
  }
}

async function wholePull(folder: string): Promise<void> {
  title('One HCL AppScan connection, 200 applications × 500 findings: the engine, and a program written by hand');
  const vendor = await startVendorProcess(['--findings', '100000', '--applications', '200']);
  const config = join(folder, 'config.json');
  await writeFile(config, JSON.stringify({ settings: { ...vendor.configs[HCL]?.settings, page_size: PAGE_SIZE } }));
  const engine: ProcessUsage[] = [];
  const byHand: ProcessUsage[] = [];
  try {
    for (let round = 0; round < ROUNDS; round += 1) {
      engine.push(await measureProcess(sync(HCL, config, join(folder, 'engine')), FLAGS));
      byHand.push(await measureProcess([BY_HAND, config, join(folder, 'by-hand')]));
    }
    await compare(folder);
    const profiles = join(folder, 'profiles');
    await measureProcess(sync(HCL, config, join(folder, 'profiled'), FROM_SOURCES), [
      ...FLAGS,
      '--cpu-prof',
      `--cpu-prof-dir=${profiles}`,
    ]);
    const rows = [engine, byHand].map(
      (runs, index) =>
        [
          index === 0 ? 'engine' : 'by hand',
          median(runs.map((one) => one.cpuSeconds)),
          median(runs.map((one) => one.wallSeconds)),
          median(runs.map((one) => one.peakMb)),
        ] as const,
    );
    say(
      formatTextTable(
        [
          ['', 'CPU s', 'wall s', 'peak MB'],
          ...rows.map(([name, ...values]) => [name, ...values.map((value) => value.toFixed(2))]),
        ],
        ['left', 'right', 'right', 'right'],
      ),
    );
    const ratio = (of: (one: ProcessUsage) => number) => (median(byHand.map(of)) / median(engine.map(of))).toFixed(2);
    say(
      `speed of the engine, by hand = 1: ${ratio((one) => one.cpuSeconds)} by CPU, ${ratio((one) => one.wallSeconds)} by wall time; same records, same order (medians of ${ROUNDS})\n`,
    );
    title('Where the CPU time of that sync goes');
    say(
      formatTextTable(
        [...(await computeShares(profiles))].map(([stage, share]) => [stage, `${(share * 100).toFixed(0)} %`]),
        ['left', 'right'],
      ),
    );
  } finally {
    vendor.stop();
  }
}

async function stages(): Promise<void> {
  title('Each stage alone, records per second of CPU');
  say(
    formatTextTable(
      [...(await measureStages())].map(([stage, rate]) => [stage, Math.round(rate).toLocaleString('en-US')]),
      ['left', 'right'],
    ),
  );
}

async function memory(folder: string, sizes: readonly number[]): Promise<void> {
  title('Peak memory of a run (veracode-sast, report pages of 1,000)');
  const rows: string[][] = [['findings', 'peak MB', 'CPU s', 'µs CPU a finding']];
  for (const size of sizes) {
    const vendor = await startVendorProcess(['--findings', String(size)]);
    const config = join(folder, `memory-${size}.json`);
    await writeFile(config, JSON.stringify(vendor.configs['veracode-sast']));
    const { peakMb, cpuSeconds } = await measureProcess(sync('veracode-sast', config, join(folder, 'memory')), FLAGS);
    vendor.stop();
    rows.push([
      size.toLocaleString('en-US'),
      peakMb.toFixed(0),
      cpuSeconds.toFixed(1),
      ((cpuSeconds * 1e6) / size).toFixed(0),
    ]);
  }
  say(formatTextTable(rows, ['right', 'right', 'right', 'right']));
}

async function keystrokes(): Promise<void> {
  title('A keystroke in the studio: the engine’s part of the preview, the default map compared');
  const rows = (await measureKeystrokes()).map(({ records, targets, ms, cpuMs }) => [
    records.toLocaleString('en-US'),
    String(targets),
    ms.toFixed(1),
    cpuMs.toFixed(1),
  ]);
  say(formatTextTable([['records', 'targets', 'ms', 'CPU ms'], ...rows], ['right', 'right', 'right', 'right']));
}

/** `npm run bench [-- --small]`: runs all benchmarks side by side; --small skips the one with a million findings. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { small: { type: 'boolean', default: false } } });
  const folder = await mkdtemp(join(tmpdir(), 'mapwright-bench-'));
  try {
    // What users start, even after a change.
    await bundleProgram();
    await wholePull(folder);
    await stages();
    await keystrokes();
    title('Findings into the store, µs of CPU each, against a hand-written program that stores the same rows');
    say(
      await measureStores(
        values.small ? { findings: 20_000, beside: 100_000 } : { findings: 200_000, beside: 2_000_000 },
      ),
    );
    for (const count of values.small ? [20_000] : [100_000, 1_000_000]) {
      title(`Queries over ${count.toLocaleString('en-US')} findings on SQLite, ms by the clock (of CPU)`);
      say(await measureQueries(count));
    }
    title('One run by one to eight workers, of a vendor that answers after 100 ms, one request at a time each');
    say(await measureWorkers());
    title('The same, where the list of applications takes a quarter of the run');
    say(await measureOverlap());
    title('What a finding costs: two workers on PostgreSQL; a worker on SQLite against run');
    say(await measureScale(values.small ? [2_000] : [2_000, 20_000, 100_000]));
    say(await measureWorkerOverhead(values.small ? 10_000 : 50_000));
    await memory(folder, [10_000, 100_000, ...(values.small ? [] : [1_000_000])]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

await main();
// The PostgreSQL server of the store benchmark stops with this process.
process.exit();
