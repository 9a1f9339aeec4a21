import { accessSync, constants, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const isProgram = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/** Returns Debian's program folders of all installed PostgreSQL versions, newest first. */
function listVersioned(): string[] {
  const root = '/usr/lib/postgresql';
  try {
    return readdirSync(root)
      .sort((a, b) => Number(b) - Number(a))
      .map((version) => join(root, version, 'bin'));
  } catch {
    return [];
  }
}

/** Returns the path of the first installed program, searching `folders` before PATH. */
export function findProgram(names: readonly string[], folders: readonly string[] = []): string | undefined {
  const places = [...folders, ...(process.env['PATH'] ?? '').split(delimiter)].filter(Boolean);
  return names.flatMap((name) => places.map((place) => join(place, name))).find(isProgram);
}

/** Finds a PostgreSQL server program, which Debian does not put on PATH. */
export const findPostgresProgram = (name: string): string | undefined => findProgram([name], listVersioned());
