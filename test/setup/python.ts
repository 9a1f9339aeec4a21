import { execFile, spawnSync } from 'node:child_process';
import { hash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findProgram } from './find-program.ts';

const run = promisify(execFile);

const canCreateEnvironments = (python: string): boolean =>
  spawnSync(python, ['-c', 'import venv, ensurepip, sys; sys.exit(not (3, 10) <= sys.version_info < (3, 14))'])
    .status === 0;

/** Finds a Python from 3.10 on that can create environments. Throws one line that names what to install. */
export function findPython(): string {
  for (const name of ['python3.12', 'python3.11', 'python3.13', 'python3.10', 'python3']) {
    const python = findProgram([name]);
    if (python && canCreateEnvironments(python)) return python;
  }
  throw new Error('Python 3.10 to 3.13 with venv is missing: apt-get install -y python3 python3-venv');
}

/** Where an environment is created, and what it contains. */
export interface EnvironmentSpec {
  /** First part of the environment's name. */
  readonly name: string;
  /** File that lists its packages with their versions, as pip reads it. */
  readonly requirements: string;
  /** Folder of all environments, outside of the repository. */
  readonly cache: string;
}

/**
 * Creates an environment from PyPI on first use, and returns the folder of its programs. Its name contains a hash of the
 * versions, so that a change of them creates another one.
 */
export async function openEnvironment({ name, requirements, cache }: EnvironmentSpec): Promise<string> {
  const python = findPython();
  const { stdout: version } = await run(python, ['--version']);
  const id = hash('sha256', version + (await readFile(requirements, 'utf8')), 'hex').slice(0, 12);
  const folder = join(cache, `${name}-${id}`);
  const programs = join(folder, 'bin');
  if (existsSync(join(folder, 'complete'))) return programs;
  await rm(folder, { recursive: true, force: true });
  await mkdir(cache, { recursive: true });
  await run(python, ['-m', 'venv', folder]);
  await run(
    join(programs, 'python'),
    ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', requirements],
    { maxBuffer: 2 ** 26 },
  );
  await mkdir(join(folder, 'complete'));
  return programs;
}
