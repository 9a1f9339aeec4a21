import { setTimeout as after } from 'node:timers/promises';
import { program } from '../../../engine/cli/program.ts';
import type { PlatformRow } from './rows.ts';

// Runs commands in one process: `node session.ts <rows as JSON>` in a folder created by `folder.ts`. Prints the output of
// each command as one line of JSON. A worker is stopped once the run reaches a final or waiting state.
/** Output of one command. */
export interface CommandOutput {
  readonly args: readonly string[];
  readonly text: string;
}

const LOOK_MS = 20;
/** Matches the log of a worker that has no more work. */
const CAME_SOMEWHERE = /"msg":"(?:run-finished|slice-failed|trouble)"/;

const rows: readonly PlatformRow[] = JSON.parse(process.argv[2] ?? '[]');
const { stdout, stderr } = process;
const write = stdout.write.bind(stdout);
let said = '';

function capture(chunk: Uint8Array | string, ...rest: readonly unknown[]): boolean {
  said += String(chunk);
  const done = rest.find((one) => typeof one === 'function');
  if (typeof done === 'function') setImmediate(() => done());
  return true;
}
stdout.write = capture;
stderr.write = capture;

/** Returns the responses of a running worker's port. */
async function scrapeMetrics(): Promise<string> {
  const origin = /(http:\S+?)\/metrics/.exec(said)?.[1];
  if (origin === undefined) return '';
  const pages = ['/metrics', '/healthz', '/nowhere'].map(async (path) => (await fetch(origin + path)).text());
  return (await Promise.all(pages)).join('\n');
}

async function runWorker(args: readonly string[]): Promise<string> {
  const working = program(args);
  let over = false;
  void working.finally(() => {
    over = true;
  });
  while (!over && !CAME_SOMEWHERE.test(said)) await after(LOOK_MS);
  const metrics = await scrapeMetrics();
  if (!over) process.kill(process.pid, 'SIGINT');
  await working;
  return metrics;
}

let run = 'none';
for (const { args, isWorker } of rows) {
  said = '';
  const given = args.map((word) => word.replace('{run}', run));
  const more = isWorker ? await runWorker(given) : await program(given).then(() => '');
  if (args[0] === 'runs' && args[1] === 'list') run = /"id": "(\w+)"/.exec(said)?.[1] ?? run;
  write(`${JSON.stringify({ args, text: said + more } satisfies CommandOutput)}\n`);
}
process.exitCode = 0;
