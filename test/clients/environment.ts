import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openEnvironment } from '../setup/python.ts';

const PYTHON = fileURLToPath(new URL('python/', import.meta.url));

/** Names of the environments: the files in `python/` that list their packages. */
export type EnvironmentName = 'airbyte' | 'target-jsonl' | 'target-postgres';

/** Path of a script in `python/`. */
export const scriptPath = (name: string): string => join(PYTHON, name);

const CACHE = join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'mapwright-clients');

/** Creates the environment of a client on first use, and returns the folder of its programs. */
export const openClient = (name: EnvironmentName): Promise<string> =>
  openEnvironment({ name, requirements: join(PYTHON, `${name}.txt`), cache: CACHE });
