import type { Manifest } from '../../../engine/index.ts';
import type { Auth } from '../../../engine/manifest/types.generated.ts';
import { createFolder, readRecords } from './folder.ts';
import { type Answer, createSmallManifest, type Script, startSmallVendor } from './small-vendor.ts';
import { runSync } from './sync.ts';

/** Secret whose characters have a meaning in URLs. */
export const KEY = 'k3y+with/odd=chars&more';
export const OTHER = 's3cond-k3y-of-the-vendor';
export const ITEMS: Answer = { json: { items: [{ id: '1' }] } };
export const DENIED: Answer = { status: 401, json: {} };

/** Creates a stream of things. */
export const list = (parts: Partial<Manifest['streams'][string]> = {}): Manifest['streams'][string] => ({
  request: { path: '/things' },
  records: 'items',
  key: ['id'],
  ...parts,
});

const secret = (title: string) => ({ type: 'string', title, writeOnly: true }) as const;

/** Creates a manifest with one stream of findings and two secrets. */
export function createManifest(auth: Auth, stream = list(), parts: Partial<Manifest> = {}): Manifest {
  const base = createSmallManifest({ things: stream }, { findings: 'things', auth, ...parts });
  const other = { type: 'string', format: 'uri', title: 'Other URL' } as const;
  const properties = { ...base.settings.properties, key: secret('Key'), second: secret('Second'), other };
  return { ...base, settings: { ...base.settings, properties } };
}

export const SECRETS = { key: KEY, second: OTHER };

/** Runs a manifest against a scripted vendor. */
export async function runManifest(
  manifest: Manifest,
  script: Script,
  settings: Readonly<Record<string, string>> = SECRETS,
) {
  const vendor = await startSmallVendor(script);
  const to = await createFolder();
  const report = await runSync({ connector: manifest, vendor, settings, to });
  const ids = report.error ? [] : (await readRecords(to, 'findings.ndjson')).map((one) => one['name']);
  return { report, ids, asked: vendor.asked, code: report.error?.code };
}

/** Reads the body of a request. */
export const readText = async (request: AsyncIterable<Uint8Array>): Promise<string> => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
};
