import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { open } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** Resource usage of a finished process. */
export interface ProcessUsage {
  readonly cpuSeconds: number;
  readonly wallSeconds: number;
  readonly peakMb: number;
  readonly code: number | null;
  readonly stdout: string;
}

/** Program with its arguments, and what it runs in. */
export interface Command {
  readonly program: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
  /** File that receives the standard output, instead of the result. */
  readonly stdout?: string;
}

const REPORT_USAGE = new URL('../setup/report-usage.ts', import.meta.url).href;
const REPORT_TREE_USAGE = fileURLToPath(new URL('../setup/report-usage.py', import.meta.url));

/** Runs a command that reports its usage as the last line of its standard error. */
async function runReporting({ program, args, env, cwd, stdout: file }: Command): Promise<ProcessUsage & Output> {
  const begin = performance.now();
  await using output = file === undefined ? undefined : await open(file, 'w');
  const child = spawn(program, args, { env: env ?? process.env, cwd, stdio: ['ignore', output?.fd ?? 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (chunk) => {
    stdout += String(chunk);
  });
  child.stderr?.on('data', (chunk) => {
    stderr += String(chunk);
  });
  const [code] = (await once(child, 'close')) as [number | null];
  const [cpuSeconds = 0, kilobytes = 0] = JSON.parse(/@used (\[.*?\])/.exec(stderr)?.[1] ?? '[0,0]') as number[];
  const wallSeconds = (performance.now() - begin) / 1000;
  return { cpuSeconds, wallSeconds, peakMb: kilobytes / 1024, code, stdout, stderr };
}

interface Output {
  readonly stderr: string;
}

/** Runs a TypeScript program to completion and returns its user and system CPU time, wall time and peak memory. */
export async function measureProcess(args: readonly string[], nodeArgs: readonly string[] = []): Promise<ProcessUsage> {
  const command = { program: process.execPath, args: [...nodeArgs, '--import', REPORT_USAGE, ...args] };
  const { stderr, ...usage } = await runReporting(command);
  if (usage.code !== 0) process.stderr.write(`${args.join(' ')}: exit ${usage.code}\n${stderr}\n`);
  return usage;
}

/**
 * Runs any program to completion, and returns the CPU time of its process tree, its wall time, and the peak memory of the
 * largest of its processes. `python` is a Python 3.9 or newer.
 */
export const measureCommand = (python: string, { program, args, ...rest }: Command): Promise<ProcessUsage & Output> =>
  runReporting({ ...rest, program: python, args: ['-S', '-E', REPORT_TREE_USAGE, program, ...args] });

/** Simulated vendors in a separate process. */
export async function startVendorProcess(
  options: readonly string[],
): Promise<{ configs: Readonly<Record<string, { settings: object }>>; stop(): void }> {
  const serve = fileURLToPath(new URL('../../studio/demo/vendors/serve.ts', import.meta.url));
  const child = spawn(process.execPath, [serve, '--seed', '7', ...options], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const all = JSON.parse(String(line)) as Record<string, { config: { settings: object } }>;
  return {
    configs: Object.fromEntries(Object.entries(all).map(([id, { config }]) => [id, config])),
    stop: () => void child.kill(),
  };
}
