import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Returns the folder of this package: the nearest ancestor that contains the catalogue, from source and from dist/. */
export function findPackageRoot(): string {
  for (let folder = import.meta.dirname; folder !== dirname(folder); folder = dirname(folder)) {
    if (existsSync(join(folder, 'manifests')) && existsSync(join(folder, 'package.json'))) return folder;
  }
  throw new Error('the manifests folder of the package is missing');
}

/** Reads the version of this package. */
export async function readPackageVersion(): Promise<string> {
  const text = await readFile(join(findPackageRoot(), 'package.json'), 'utf8');
  return (JSON.parse(text) as { readonly version: string }).version;
}
