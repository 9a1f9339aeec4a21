// The same pull by named versions of other tools: `npm run bench:peers`.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { cpus, homedir, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { formatTextTable } from '../../../engine/base/format/text-table.ts';
import { findPython } from '../../setup/python.ts';
import { measureCommand, type ProcessUsage } from '../child.ts';
import { KEY } from './api.ts';
import { countLines, type Digest, digestOutput } from './digest.ts';
import { findFile, type Installed, type Tool } from './tool.ts';
import { TOOLS } from './tools.ts';

const HELP = `npm run bench:peers -- [options]
  --sizes 10000,100000  findings to pull
  --rounds 3            rounds; the tools alternate, and the table contains medians
  --tools a,b           only these: ${Object.keys(TOOLS).join(', ')}
  --limit 600           do not start a pull that would take more seconds than this, by the size before
  --folder <path>       where the tools are installed; default: the user's cache folder
`;

/** Tool with its measurements of one size. */
interface Entry {
  readonly name: string;
  readonly tool: Tool;
  readonly installed: Installed;
  readonly runs: { readonly usage: ProcessUsage; readonly digest: Digest }[];
  /** Set when a pull failed; the tool is then not run again. */
  failure?: string;
}

interface Job {
  readonly findings: number;
  readonly rounds: number;
  readonly python: string;
}

const say = (text: string) => process.stdout.write(text);
const note = (text: string) => process.stderr.write(`${text}\n`);
const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

async function startApi(findings: number): Promise<{ url: string; stop(): void }> {
  const args = [findFile('api.ts'), '--findings', String(findings)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return { url: String(line).trim(), stop: () => void child.kill() };
}

/** Runs one pull in an empty folder, and reads what it has written. Throws if the tool, or reading its output, fails. */
async function pull({ name, tool, installed }: Entry, url: string, python: string) {
  const out = await mkdtemp(join(tmpdir(), 'mapwright-peers-'));
  try {
    const access = { API_URL: url, API_KEY_ID: KEY.key_id, API_KEY_SECRET: KEY.key_secret, OUT: out };
    const command = await installed.prepare({ url, out, env: { ...process.env, ...access } });
    const { stderr, ...usage } = await measureCommand(python, command);
    if (usage.code !== 0) throw new Error(`${name}: exit ${usage.code}\n${stderr.slice(-2000)}`);
    return { usage, digest: await digestOutput(out, tool) };
  } finally {
    await rm(out, { recursive: true, force: true });
  }
}

/** Pulls one size with all tools in turn, and adds the measurements to the entries. */
async function measure(entries: readonly Entry[], { findings, rounds, python }: Job): Promise<void> {
  const { url, stop } = await startApi(findings);
  try {
    for (let round = 1; round <= rounds; round += 1)
      for (const entry of entries.filter(({ failure }) => failure === undefined)) {
        try {
          const run = await pull(entry, url, python);
          entry.runs.push(run);
          note(`${findings} ${entry.name} ${round}/${rounds}: ${run.usage.cpuSeconds.toFixed(2)} s CPU`);
        } catch (error) {
          entry.failure = (error as Error).message;
          note(entry.failure);
        }
      }
  } finally {
    stop();
  }
}

/** Compares the records of all rounds with those that the first tool wrote. */
function judge({ runs, failure }: Entry, expected: Digest): string {
  if (failure !== undefined) return 'no: it failed';
  const wrong = runs.find(({ digest }) => digest.hash !== expected.hash || digest.distinct !== digest.records)?.digest;
  if (!wrong) return 'yes';
  if (wrong.records !== expected.records) return `no: ${wrong.records} records, ${wrong.distinct} distinct`;
  return wrong.distinct === wrong.records ? 'no: values differ' : `no: ${wrong.distinct} distinct`;
}

const formatNumber = (value: number, digits = 0): string =>
  Number.isNaN(value)
    ? '–'
    : value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });

async function formatRow(entry: Entry, expected: Digest): Promise<string[]> {
  const { name, tool, runs } = entry;
  const of = (pick: (usage: ProcessUsage) => number) => median(runs.map(({ usage }) => pick(usage)));
  const cpu = of(({ cpuSeconds }) => cpuSeconds);
  const wall = of(({ wallSeconds }) => wallSeconds);
  const peak = of(({ peakMb }) => peakMb);
  return [
    name,
    ...[formatNumber(cpu, 2), formatNumber(wall, 2), formatNumber(peak), formatNumber(expected.records / cpu)],
    ...[String(await countLines(name, tool.files)), String(runs.length), judge(entry, expected)],
  ];
}

/** Installs the tools, and returns those that can be measured. Reports the others. */
async function installAll(names: readonly string[], cache: string): Promise<Entry[]> {
  const entries: Entry[] = [];
  for (const name of names) {
    const tool = TOOLS[name];
    if (!tool) throw new Error(`Unknown tool: ${name}. Use ${Object.keys(TOOLS).join(', ')}.`);
    try {
      const installed = await tool.install(cache);
      entries.push({ name, tool, installed, runs: [] });
      say(`${name}: ${installed.version}\n`);
    } catch (error) {
      say(`${name}: NOT MEASURED, it could not be installed: ${(error as Error).message}\n`);
    }
  }
  return entries;
}

async function measureSize(entries: readonly Entry[], job: Job): Promise<void> {
  const load = loadavg()[0]?.toFixed(1);
  await measure(entries, job);
  const expected = entries.find(({ runs }) => runs.length > 0)?.runs[0]?.digest;
  if (!expected) throw new Error('no tool has pulled anything');
  if (expected.findings !== job.findings) throw new Error(`${expected.findings} of ${job.findings} findings pulled`);
  const head = ['', 'CPU s', 'wall s', 'peak MB', 'records/CPU s', 'lines', 'rounds', 'same records'];
  const rows = await Promise.all(entries.map((entry) => formatRow(entry, expected)));
  say(`\n${job.findings.toLocaleString('en-US')} findings; load before ${load}, after ${loadavg()[0]?.toFixed(1)}\n`);
  say(`${expected.records} records, ${expected.distinct} distinct, hash ${expected.hash}\n`);
  say(formatTextTable([head, ...rows], ['left', 'right', 'right', 'right', 'right', 'right', 'right', 'left']));
}

const CACHE = join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'mapwright', 'peers');

async function main(): Promise<void> {
  const text = (value: string) => ({ type: 'string', default: value }) as const;
  const { values } = parseArgs({
    options: {
      sizes: text('10000,100000'),
      rounds: text('3'),
      tools: text(Object.keys(TOOLS).join(',')),
      limit: text('600'),
      folder: text(CACHE),
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return void say(HELP);
  await mkdir(values.folder, { recursive: true });
  let entries = await installAll(values.tools.split(','), values.folder);
  say(`${cpus().length} × ${cpus()[0]?.model}\n`);
  const sizes = values.sizes.split(',').map(Number);
  for (const [at, findings] of sizes.entries()) {
    const growth = findings / (sizes[at - 1] ?? findings);
    const expectWall = ({ runs }: Entry) => median(runs.map(({ usage }) => usage.wallSeconds)) * growth;
    const slow = entries.filter((entry) => expectWall(entry) > Number(values.limit));
    for (const entry of slow)
      say(`\n${entry.name}: NOT MEASURED at ${findings}, it would take about ${expectWall(entry).toFixed(0)} s\n`);
    entries = entries.filter((entry) => !slow.includes(entry)).map((entry) => ({ ...entry, runs: [] }));
    await measureSize(entries, { findings, rounds: Number(values.rounds), python: findPython() });
  }
}

await main();
