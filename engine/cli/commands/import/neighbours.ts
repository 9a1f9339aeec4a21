import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { readText } from '../../../io/read-text.ts';

const MAX_FILE_BYTES = 4 << 20;

/** Lists the files of a folder; none if it does not exist. */
const listFiles = (folder: string): Promise<string[]> => readdir(folder).catch(() => []);

/** Reads the schemas and the specification beside an Airbyte definition, which old definitions have in files of their own. */
export async function readNeighbours(folder: string): Promise<ReadonlyMap<string, string>> {
  const schemas = (await listFiles(join(folder, 'schemas'))).map((name) => `schemas/${name}`);
  const specifications = (await listFiles(folder)).filter((name) => /^spec\.(?:json|ya?ml)$/.test(name));
  const files = new Map<string, string>();
  for (const path of [...specifications, ...schemas.filter((name) => name.endsWith('.json'))]) {
    const read = await readText(join(folder, path), MAX_FILE_BYTES);
    if ('text' in read) files.set(path, read.text);
  }
  return files;
}
