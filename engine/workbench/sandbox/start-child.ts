import { type ChildProcess, type SerializationType, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire, getCompileCacheDir } from 'node:module';
import { dirname, extname, join } from 'node:path';
import { MOST_CPU_SECONDS } from './limits.ts';

const HERE = import.meta.dirname;
const ROOT = join(HERE, '../../..');
const MAIN = join(HERE, 'main.js');
const CHILD = join(HERE, `child${extname(import.meta.filename)}`);

/** Memory of the engine when idle. */
const IDLE_MB = 112;
const LEAST_HEAP_MB = 64;

/** Returns the node_modules folders on the lookup path, and the real one of jsonata, as a folder may be a symbolic link. */
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

/** Node release from which a process can drop its access to the cache after its start. */
const CAN_DROP = [24, 21] as const;

const canDrop = (): boolean => {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  return major > CAN_DROP[0] || (major === CAN_DROP[0] && minor >= CAN_DROP[1]);
};

/** Returns the folder of this process's compile cache, if it has one that a child may share. */
function findCache(): string | undefined {
  // Node adds a folder of its version to the one it is given.
  const own = getCompileCacheDir();
  return own !== undefined && canDrop() ? dirname(own) : undefined;
}

const buildFlags = (memoryMb: number, script: string, cache: string | undefined): string[] => [
  `--max-old-space-size=${Math.max(LEAST_HEAP_MB, memoryMb - IDLE_MB)}`,
  '--max-semi-space-size=4',
  '--no-addons',
  '--permission',
  ...[...listReadable(), script, ...(cache === undefined ? [] : [cache])].map((path) => `--allow-fs-read=${path}`),
  ...(cache === undefined ? [] : [`--allow-fs-write=${cache}`]),
];

/** Returns an empty environment, because ours may contain secrets. Windows needs SystemRoot to start a process. */
const buildEnvironment = (): NodeJS.ProcessEnv =>
  process.env['SystemRoot'] === undefined ? {} : { SystemRoot: process.env['SystemRoot'] };

const SHELL = '/bin/sh';
const BOUNDED_COMMAND = `ulimit -c 0; ulimit -t ${MOST_CPU_SECONDS}; exec "$0" "$@"`;

/**
 * Starts the child process without an environment or permissions, and with limited memory. Until it is ready, it may write the
 * compile cache of this process, if there is one.
 */
export function startChild(memoryMb: number, script = CHILD, serialization: SerializationType = 'json'): ChildProcess {
  const cache = findCache();
  const args = [...buildFlags(memoryMb, script, cache), MAIN, script, ...(cache === undefined ? [] : [cache])];
  const [command, ...rest] = existsSync(SHELL)
    ? [SHELL, '-c', BOUNDED_COMMAND, process.execPath, ...args]
    : [process.execPath, ...args];
  return spawn(command ?? SHELL, rest, {
    cwd: HERE,
    env: buildEnvironment(),
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    serialization,
    windowsHide: true,
  });
}
