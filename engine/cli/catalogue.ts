import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { findPackageRoot } from './package-root.ts';

/** Returns the folder of a catalogue connector, which may not exist. */
export const connectorFolder = (id: string): string => join(findPackageRoot(), 'manifests', id);

/** Lists the ids of the catalogue, sorted. */
export async function listConnectorIds(): Promise<string[]> {
  const entries = await readdir(join(findPackageRoot(), 'manifests'), { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}
