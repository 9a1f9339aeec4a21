import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { engineError } from '../base/errors/index.ts';
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

/** Lists the folders in a folder that contain a manifest, sorted. */
export async function findConnectorFolders(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names
    .map((name) => join(folder, name))
    .filter((path) => existsSync(join(path, 'manifest.json')))
    .sort();
}

/** Lists the folders in a folder like `findConnectorFolders`. Throws USAGE if there is none. */
export async function listConnectorFolders(folder: string): Promise<string[]> {
  const found = await findConnectorFolders(folder);
  if (found.length === 0) throw engineError('USAGE', { problem: `no folder in "${folder}" contains a manifest.json` });
  return found;
}
