import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { extname, join } from 'node:path';
import { MOST_CPU_SECONDS } from './limits.ts';

const HERE = import.meta.dirname;
const ROOT = join(HERE, '../../..');
const CHILD = join(HERE, `child${extname(import.meta.filename)}`);

/** What the engine takes without an expression being evaluated. */
const IDLE_MB = 112;
const LEAST_HEAP_MB = 64;

/** Where packages are looked for, and where jsonata really lies: a folder of packages may be a link. */
const listPackageFolders = (): string[] => {
  const { resolve } = createRequire(import.meta.url);
  const found = resolve('jsonata');
  const real = found.slice(0, found.indexOf('node_modules') + 'node_modules'.length);
  return [real, ...(resolve.paths('jsonata') ?? []).filter((path) => existsSync(path))];
};

const listReadable = () => [
  join(ROOT, 'engine'),
  join(ROOT, 'schemas'),
  join(ROOT, 'package.json'),
  ...listPackageFolders(),
];

const buildFlags = (memoryMb: number): string[] => [
  `--max-old-space-size=${Math.max(LEAST_HEAP_MB, memoryMb - IDLE_MB)}`,
  '--max-semi-space-size=4',
  '--no-addons',
  '--permission',
  ...listReadable().map((path) => `--allow-fs-read=${path}`),
];

/** Nothing of our own environment, which may hold secrets; Windows starts nothing without its root. */
const buildEnvironment = (): NodeJS.ProcessEnv =>
  process.env['SystemRoot'] === undefined ? {} : { SystemRoot: process.env['SystemRoot'] };

const SHELL = '/bin/sh';
const BOUNDED_COMMAND = `ulimit -c 0; ulimit -t ${MOST_CPU_SECONDS}; exec "$0" "$@"`;

/** Starts the process that evaluates: without environment, files, threads or processes of its own, its memory bounded. */
export function startChild(memoryMb: number, script = CHILD): ChildProcess {
  const args = [...buildFlags(memoryMb), script];
  const [command, ...rest] = existsSync(SHELL)
    ? [SHELL, '-c', BOUNDED_COMMAND, process.execPath, ...args]
    : [process.execPath, ...args];
  return spawn(command ?? SHELL, rest, {
    cwd: HERE,
    env: buildEnvironment(),
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    windowsHide: true,
  });
}
