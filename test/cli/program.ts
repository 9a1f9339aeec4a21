import { spawn } from 'node:child_process';

export const MAIN = new URL('../../engine/cli/main.js', import.meta.url).pathname;

/** What a run of the real program gave. */
export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
  /** Aborting it sends SIGINT. */
  readonly interrupt?: AbortSignal;
}

/** Runs `mapwright <args>` as a child process. */
export function mapwright(args: readonly string[], { cwd, env, input, interrupt }: RunOptions = {}): Promise<Ran> {
  const child = spawn(process.execPath, [MAIN, ...args], { cwd, env: { ...process.env, NO_COLOR: '1', ...env } });
  interrupt?.addEventListener('abort', () => child.kill('SIGINT'));
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => {
    stdout += String(chunk);
  });
  child.stderr.on('data', (chunk) => {
    stderr += String(chunk);
  });
  child.stdin.end(input ?? '');
  return new Promise((resolve) => {
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
}
