import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createFolder } from '../pipeline/run/folder.ts';
import { CANARIES } from './canaries.ts';
import { CONNECTOR } from './connector.ts';

/** Files written by the user, which may contain secrets. */
const GIVEN = new Set([
  'config.json',
  'by-file.json',
  'by-value.json',
  'misplaced.json',
  'broken.json',
  'as-url.json',
  'key.txt',
  'leaky/manifest.json',
  'connector/manifest.json',
  'sample.json',
]);

const withKeyInIt = () => {
  const { key, ...others } = CONNECTOR.settings.properties;
  return {
    ...CONNECTOR,
    settings: { ...CONNECTOR.settings, properties: { ...others, key: { ...key, default: CANARIES.key } } },
  };
};

/** Creates a folder with a connector, and a config for each way to pass the key. Requires the environment `ENV`. */
export async function createCanaryFolder(url: string): Promise<string> {
  const folder = await createFolder();
  const write = (name: string, value: unknown) =>
    writeFile(join(folder, name), typeof value === 'string' ? value : JSON.stringify(value));
  const { key } = CANARIES;
  await mkdir(join(folder, 'connector'));
  await mkdir(join(folder, 'leaky'));
  await write('connector/manifest.json', CONNECTOR);
  await write('leaky/manifest.json', withKeyInIt());
  await write('config.json', { settings: { url, key: { env: 'CANARY_KEY' } } });
  await write('by-file.json', { settings: { url, key: { file: join(folder, 'key.txt') } } });
  await write('by-value.json', { settings: { url, key } });
  await write('misplaced.json', { settings: { url, key: { env: key } } });
  await write('broken.json', `{ "settings": { "key": "${key}" ${key}`);
  await write('as-url.json', { settings: { url: `http://user:${encodeURIComponent(key)}@127.0.0.1:1/${key}`, key } });
  await write('key.txt', `${key}\n`);
  await write('sample.json', { scope: { thing: { id: 't1' } }, items: [{ id: 'p1', note: 'n', level: 'x' }] });
  return folder;
}

/** Environment variable with the key. */
export const ENV = { CANARY_KEY: CANARIES.key };

/** Reads the files that were added to the folder, by name. */
export async function readNewFiles(folder: string): Promise<ReadonlyMap<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  const made = files.map((file) => file.slice(folder.length + 1)).filter((file) => !GIVEN.has(file));
  return new Map(
    await Promise.all(made.map(async (file) => [file, await readFile(join(folder, file), 'latin1')] as const)),
  );
}
