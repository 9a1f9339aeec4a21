import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createSmallManifest } from '../../pipeline/run/small-vendor.ts';
import { startStudio } from './test-studio.ts';

const TOKEN = 'a-token-that-was-plain';

const SMALL = createSmallManifest(
  { things: { request: { path: '/things' }, records: 'items', key: ['id'], paginator: { type: 'none' } } },
  { findings: 'things' },
);

const declare = (property: object, auth: object) => {
  const properties = { ...SMALL.settings.properties, api_token: { type: 'string', title: 'Token', ...property } };
  return JSON.stringify({ ...SMALL, auth, settings: { ...SMALL.settings, properties } });
};

test('a plain setting that the manifest declares as a secret later is in no answer', async () => {
  const file = join(await mkdtemp(join(tmpdir(), 'studio-hidden-')), 'manifest.json');
  await writeFile(file, declare({}, { type: 'none' }));
  const studio = await startStudio({ manifests: [{ file, origin: 'own' }] });
  onTestFinished(() => studio.close());
  const settings = { url: 'https://vendor.example', api_token: TOKEN };
  const body = { name: 'one', connector: 'small', settings, force: true };
  const created = await studio.call('/api/connections', { method: 'POST', body });
  expect(JSON.stringify(created.body)).toContain(TOKEN);
  const { id } = (created.body as { connection: { id: string } }).connection;
  await writeFile(file, declare({ writeOnly: true }, { type: 'bearer', token: '{{settings.api_token}}' }));
  for (const path of ['/api/connections', `/api/connections/${id}`]) {
    const text = JSON.stringify((await studio.call(path)).body);
    expect(text).toContain('vendor.example');
    expect(text).not.toContain(TOKEN);
  }
});
