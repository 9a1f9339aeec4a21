import { spawn } from 'node:child_process';
import { Readable, Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { program } from '../../engine/cli/program.ts';

export const MAIN = fileURLToPath(new URL('../../engine/cli/main.js', import.meta.url));

/** Result of a command. */
export interface ProgramResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
}

export interface SpawnOptions extends RunOptions {
  /** Aborting it sends SIGINT. */
  readonly interrupt?: AbortSignal;
  /** File to start instead of the command's own. */
  readonly main?: string;
}

function collect(): { readonly stream: Writable; text(): string } {
  const chunks: Buffer[] = [];
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(chunk);
      done();
    },
  });
  return { stream, text: () => Buffer.concat(chunks).toString() };
}

/** Runs `mapwright <args>` in this process, which is in the folder `cwd` meanwhile: one command at a time. */
export async function runMapwright(
  args: readonly string[],
  { cwd, env, input = '' }: RunOptions = {},
): Promise<ProgramResult> {
  const [stdout, stderr, before] = [collect(), collect(), process.cwd()];
  const host = { stdin: Readable.from([input]), stdout: stdout.stream, stderr: stderr.stream };
  if (cwd !== undefined) process.chdir(cwd);
  try {
    const code = await program(args, { ...host, env: { ...process.env, NO_COLOR: '1', ...env } });
    return { code, stdout: stdout.text(), stderr: stderr.text() };
  } finally {
    process.chdir(before);
  }
}

/** Runs `mapwright <args>` in a process of its own. */
export async function spawnMapwright(
  args: readonly string[],
  { cwd, env, input = '', interrupt, main = MAIN }: SpawnOptions = {},
): Promise<ProgramResult> {
  const child = spawn(process.execPath, [main, ...args], { cwd, env: { ...process.env, NO_COLOR: '1', ...env } });
  interrupt?.addEventListener('abort', () => child.kill('SIGINT'));
  child.stdin.end(input);
  const closed = new Promise<number | null>((resolve) => child.on('close', resolve));
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { code: await closed, stdout, stderr };
}
