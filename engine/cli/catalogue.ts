import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { packageRoot } from './package-root.ts';

/** The folder of one of the catalogue's connectors, whether or not there is one. */
export const catalogueFolder = (id: string): string => join(packageRoot(), 'manifests', id);

/** The ids of the catalogue, sorted. */
export async function catalogueIds(): Promise<string[]> {
  const entries = await readdir(join(packageRoot(), 'manifests'), { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}
