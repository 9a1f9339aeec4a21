import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../engine/cli/main.js', import.meta.url));

/** Line of a worker's log. */
export type LogLine = Readonly<Record<string, unknown>> & { readonly msg: string };

/** Result of a process. */
export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** `mapwright worker` as a separate process. */
export interface WorkerProcess {
  /** Origin of /metrics and /healthz. */
  readonly origin: string;
  /** Log lines so far. */
  readonly lines: readonly LogLine[];
  /** Output lines that are not JSON. */
  readonly others: readonly string[];
  readonly ended: Promise<Exit>;
  kill(signal: NodeJS.Signals): void;
}

/** Start options. */
export interface WorkerProcessOptions {
  readonly url: string;
  readonly key: string;
  readonly concurrency: number;
  readonly env?: Readonly<Record<string, string>>;
  /** Processor that the worker is bound to, by `taskset`. */
  readonly core?: number;
}

function tryParse(line: string): LogLine | undefined {
  try {
    return JSON.parse(line) as LogLine;
  } catch {
    return undefined;
  }
}

/** Starts a worker on a store; resolves when it is ready. Rejects with its output if it exits earlier. */
export async function startWorkerProcess({
  url,
  key,
  concurrency,
  env = {},
  core,
}: WorkerProcessOptions): Promise<WorkerProcess> {
  const args = ['worker', '--concurrency', String(concurrency), '--port', '0', '--allow-private-network', '--json'];
  const command = [process.execPath, '--max-semi-space-size=8', MAIN, ...args, '--store', url];
  const [program = '', ...rest] = core === undefined ? command : ['taskset', '-c', String(core), ...command];
  const child = spawn(program, rest, {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, ...env, MAPWRIGHT_KEY: key },
  });
  const ended = once(child, 'exit').then(([code, signal]) => ({ code, signal }) as Exit);
  const lines: LogLine[] = [];
  const others: string[] = [];
  const working = Promise.withResolvers<void>();
  createInterface({ input: child.stderr }).on('line', (line) => {
    const logged = tryParse(line);
    if (logged) lines.push(logged);
    else if (line !== '') others.push(line);
    if (logged?.msg === 'worker-started') working.resolve();
  });
  const early = ended.then(() => Promise.reject(new Error(`the worker ended: ${others.join('\n')}`)));
  await Promise.race([working.promise, early]);
  early.catch(() => undefined);
  const origin = String(lines.find(({ msg }) => msg === 'listening')?.['origin']);
  return { origin, lines, others, ended, kill: (signal) => void child.kill(signal) };
}

/** Sums the CPU seconds in the metrics of workers. */
export async function sumCpuSeconds(workers: readonly WorkerProcess[]): Promise<number> {
  const texts = await Promise.all(workers.map(async ({ origin }) => (await fetch(`${origin}/metrics`)).text()));
  return texts.reduce((sum, text) => sum + Number(/^process_cpu_seconds_total (\S+)/m.exec(text)?.[1]), 0);
}
