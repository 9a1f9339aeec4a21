import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { JsonObject } from '../../../engine/base/json/index.ts';
import { openEnvironment } from '../../setup/python.ts';
import type { Command } from '../child.ts';

/** What a tool reads from, and where it writes. */
export interface Task {
  /** Origin of the API. */
  readonly url: string;
  /** Empty folder for everything that the tool writes. */
  readonly out: string;
  /** Variables API_URL, API_KEY_ID, API_KEY_SECRET and OUT, besides those of this process. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Tool that is ready to run. */
export interface Installed {
  readonly version: string;
  /** Writes the tool's config, if it needs one, and returns the command of one pull. */
  prepare(task: Task): Promise<Command>;
}

/** Tool that pulls the same records as all others. */
export interface Tool {
  /** Files of the tool's folder that a user writes. */
  readonly files: readonly string[];
  /** Installs the tool into a folder outside of the repository. Throws if that is impossible. */
  install(cache: string): Promise<Installed>;
  /** Returns true for a file of the output, by its path in `out`, that contains records. */
  isOutput(path: string): boolean;
  /** Returns the record in a line of the output; undefined if the line has none. */
  unwrap(line: JsonObject): JsonObject | undefined;
}

/** Path of a file in the folder of the tools. */
export const findFile = (...path: readonly string[]): string =>
  join(fileURLToPath(new URL('.', import.meta.url)), ...path);

/** Output of tools that write one record per line. */
export const RECORDS = {
  isOutput: (path: string) => path.endsWith('.ndjson'),
  unwrap: (line: JsonObject) => line,
} satisfies Partial<Tool>;

/** Creates the Python environment of a tool, and returns its programs and the version of the first package that it lists. */
export async function installPython(tool: string, cache: string): Promise<{ programs: string; version: string }> {
  const requirements = findFile(tool, 'requirements.txt');
  const programs = await openEnvironment({ name: tool, requirements, cache });
  const { stdout } = await promisify(execFile)(join(programs, 'python'), ['--version']);
  const [first = ''] = (await readFile(requirements, 'utf8')).split('\n');
  return { programs, version: `${first.replace('==', ' ')}, ${stdout.trim()}` };
}
