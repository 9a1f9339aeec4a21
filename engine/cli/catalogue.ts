import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { findPackageRoot } from './package-root.ts';

/** The folder of one of the catalogue's connectors, whether or not there is one. */
export const connectorFolder = (id: string): string => join(findPackageRoot(), 'manifests', id);

/** The ids of the catalogue, sorted. */
export async function listConnectorIds(): Promise<string[]> {
  const entries = await readdir(join(findPackageRoot(), 'manifests'), { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}
