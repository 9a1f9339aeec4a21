import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** The folder of this package: the nearest one above that holds the catalogue, from source as well as from dist/. */
export function findPackageRoot(): string {
  for (let folder = import.meta.dirname; folder !== dirname(folder); folder = dirname(folder)) {
    if (existsSync(join(folder, 'manifests')) && existsSync(join(folder, 'package.json'))) return folder;
  }
  throw new Error('the package has lost its manifests folder');
}

/** The version of this package. */
export async function readPackageVersion(): Promise<string> {
  const text = await readFile(join(findPackageRoot(), 'package.json'), 'utf8');
  return (JSON.parse(text) as { readonly version: string }).version;
}
