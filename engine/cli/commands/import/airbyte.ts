import { readdir } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { readText } from '../../../io/read-text.ts';
import { importAirbyte } from '../../../workbench/import/index.ts';
import type { Act } from '../../command.ts';
import { finishImport } from './finish-import.ts';
import { readSource } from './read-source.ts';

const FORM = 'a low-code definition of an Airbyte source (manifest.yaml)';
const MAX_FILE_BYTES = 4 << 20;

/** Lists the files of a folder; none if it does not exist. */
const listFiles = (folder: string): Promise<string[]> => readdir(folder).catch(() => []);

/** Reads the schemas and the specification beside a definition, which old definitions have in files of their own. */
async function readNeighbours(folder: string): Promise<ReadonlyMap<string, string>> {
  const schemas = (await listFiles(join(folder, 'schemas'))).map((name) => `schemas/${name}`);
  const specifications = (await listFiles(folder)).filter((name) => /^spec\.(?:json|ya?ml)$/.test(name));
  const files = new Map<string, string>();
  for (const path of [...specifications, ...schemas.filter((name) => name.endsWith('.json'))]) {
    const read = await readText(join(folder, path), MAX_FILE_BYTES);
    if ('text' in read) files.set(path, read.text);
  }
  return files;
}

/** Returns the title of a definition: the name of its folder, without the prefix of the original's folders. */
const findTitle = (file: string): string =>
  file === '-' ? 'imported' : basename(dirname(resolve(file))).replace(/^source[-_]/, '');

/** `import airbyte`: creates a connector from a low-code definition. */
export const airbyte: Act = async ({ args, options, terminal }) => {
  const [file = ''] = args;
  const text = await readSource(file, FORM, terminal);
  const files = file === '-' ? new Map<string, string>() : await readNeighbours(dirname(file));
  return finishImport((id) => importAirbyte({ source: file, text, files }, id), {
    title: findTitle(file),
    options,
    terminal,
  });
};
