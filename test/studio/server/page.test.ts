import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PAGE, type StartedStudio, startStudio } from './test-studio.ts';

const SCRIPT = 'export const values = [];\n'.repeat(200);

let studio: StartedStudio;

beforeAll(async () => {
  const web = await mkdtemp(join(tmpdir(), 'studio-page-'));
  await mkdir(join(web, 'assets'));
  await writeFile(join(web, 'index.html'), PAGE);
  await writeFile(join(web, 'tokens.css'), ':root {}');
  await writeFile(join(web, 'assets/index-5f3a.js'), SCRIPT);
  await writeFile(join(web, 'assets/index-5f3a.js.br'), brotliCompressSync(SCRIPT));
  studio = await startStudio({ web });
});
afterAll(() => studio?.close());

test('serves the compressed copy of a file to browsers that accept it', async () => {
  const brotli = await studio.call('/assets/index-5f3a.js', { headers: { 'accept-encoding': 'gzip, br' } });
  expect(brotli.headers.get('content-encoding')).toBe('br');
  expect(brotli.headers.get('content-type')).toMatch(/^(?:text|application)\/javascript/);
  expect(brotli.body).toBe(SCRIPT);
  const plain = await studio.call('/assets/index-5f3a.js', { headers: { 'accept-encoding': 'identity' } });
  expect(plain.headers.get('content-encoding')).toBeNull();
  expect(plain.body).toBe(SCRIPT);
});

test('browsers keep files whose names contain a hash, and ask again for the others', async () => {
  const cacheControl = async (path: string) => (await studio.call(path)).headers.get('cache-control');
  expect(await cacheControl('/assets/index-5f3a.js')).toBe('private, max-age=31536000, immutable');
  expect(await cacheControl('/tokens.css')).toBeNull();
  expect(await cacheControl('/')).toBe('no-store');
});

test('compresses JSON for clients that accept gzip', async () => {
  const list = (encoding: string) => studio.call('/api/openapi.json', { headers: { 'accept-encoding': encoding } });
  const [compressed, plain] = [await list('gzip'), await list('identity')];
  expect(compressed.headers.get('content-encoding')).toBe('gzip');
  expect(compressed.headers.get('vary')).toBe('accept-encoding');
  expect(plain.headers.get('content-encoding')).toBeNull();
  expect(compressed.body).toEqual(plain.body);
});
