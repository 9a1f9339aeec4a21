import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** Resource usage of a finished process. */
export interface ProcessUsage {
  readonly cpuSeconds: number;
  readonly wallSeconds: number;
  readonly peakMb: number;
  readonly code: number | null;
  readonly stdout: string;
}

const REPORT_USAGE = new URL('../setup/report-usage.ts', import.meta.url).href;

/** Runs a TypeScript program to completion and returns its user and system CPU time, wall time and peak memory. */
export async function measureProcess(args: readonly string[], nodeArgs: readonly string[] = []): Promise<ProcessUsage> {
  const begin = performance.now();
  const child = spawn(process.execPath, [...nodeArgs, '--import', REPORT_USAGE, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => {
    stdout += String(chunk);
  });
  child.stderr.on('data', (chunk) => {
    stderr += String(chunk);
  });
  const [code] = (await once(child, 'close')) as [number | null];
  const [cpuSeconds = 0, kilobytes = 0] = JSON.parse(/@used (\[.*?\])/.exec(stderr)?.[1] ?? '[0,0]') as number[];
  if (code !== 0) process.stderr.write(`${args.join(' ')}: exit ${code}\n${stderr}\n`);
  return {
    cpuSeconds,
    wallSeconds: (performance.now() - begin) / 1000,
    peakMb: kilobytes / 1024,
    code,
    stdout,
  };
}

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
