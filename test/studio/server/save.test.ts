import { cp, mkdtemp, readdir, readFile, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseManifest, testConnector } from '../../../engine/index.ts';
import { ROOT, type StartedStudio, startStudio } from './test-studio.ts';

let folder: string;
let studio: StartedStudio;
let readOnly: StartedStudio;
const file = () => join(folder, 'manifest.json');
const textNow = () => readFile(file(), 'utf8');

beforeAll(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'studio-save-')), 'own');
  await cp(join(ROOT, 'manifests/hcl-appscan-dast'), folder, { recursive: true });
  const manifests = [{ file: file(), origin: 'own' as const }];
  studio = await startStudio({ manifests, write: true });
  readOnly = await startStudio({ manifests, write: false });
}, 60_000);
afterAll(async () => {
  await studio.close();
  await readOnly.close();
});

const put = (to: StartedStudio, body: object) =>
  to.call('/api/connectors/hcl-appscan-dast/manifest', { method: 'PUT', body });
const post = (to: StartedStudio, body: object) =>
  to.call('/api/connectors/hcl-appscan-dast/tests', { method: 'POST', body });

describe('saving a manifest', () => {
  test('writes the edited text when the file has not changed since it was loaded', async () => {
    const before = await textNow();
    const text = before.replace('"New": "NEW",', '"New": "NEW", "Weird": "ACTIVE",');
    expect(await put(studio, { text, before })).toMatchObject({ status: 200, body: { problems: [] } });
    expect(await textNow()).toBe(text);
    expect(await put(studio, { text: '{}', before })).toMatchObject({
      status: 409,
      body: { error: { code: 'STUDIO_CHANGED_MEANWHILE' } },
    });
    expect(await textNow()).toBe(text);
    expect(await readdir(folder)).toEqual(['README.md', 'expected', 'manifest.json', 'recordings']);
  });

  test('writes nothing without --write', async () => {
    const before = await textNow();
    expect(await put(readOnly, { text: '{}', before })).toMatchObject({
      status: 403,
      body: { error: { code: 'STUDIO_READ_ONLY' } },
    });
    expect(
      await post(readOnly, { name: 'x', description: '', map: 'finding', sample: '[]', manifest: before }),
    ).toMatchObject({ status: 403 });
    expect(await textNow()).toBe(before);
  });

  test('does not write a manifest that links out of its folder', async () => {
    const linked = join(await mkdtemp(join(tmpdir(), 'studio-link-')), 'manifest.json');
    await symlink(file(), linked);
    const own = await startStudio({ manifests: [{ file: linked, origin: 'own' }], write: true });
    const before = await textNow();
    expect(await put(own, { text: '{}', before })).toMatchObject({
      status: 403,
      body: { error: { code: 'FILE_OUTSIDE' } },
    });
    expect(await textNow()).toBe(before);
    await own.close();
  });
});

describe('saving a sample as a case', () => {
  test('creates a passing case with the output of the edited manifest', async () => {
    const { body } = await studio.call('/api/connectors/hcl-appscan-dast/samples/full.issues.1');
    const sample = (body as { text: string }).text.replace('"Status": "Open"', '"Status": "Fixed"');
    const manifest = await textNow();
    const saved = await post(studio, {
      name: 'my-case',
      description: 'one that is fixed',
      map: 'finding',
      sample,
      manifest,
      from: 'full',
    });
    expect(saved).toMatchObject({
      status: 201,
      body: {
        files: [expect.stringContaining('recordings/my-case.json'), expect.stringContaining('expected/my-case.json')],
      },
    });
    const { manifest: parsed } = parseManifest(manifest);
    const results = parsed ? await testConnector(parsed, folder) : [];
    expect(results.find(({ name }) => name === 'my-case')).toMatchObject({
      passed: true,
      differences: [],
      unused: [],
      description: 'one that is fixed',
    });
    const again = await post(studio, { name: 'my-case', description: '', map: 'finding', sample, manifest });
    expect(again).toMatchObject({ status: 409, body: { error: { code: 'FILE_EXISTS' } } });
  });

  test('replaces recorded items by those of a pasted list', async () => {
    const { body } = await studio.call('/api/connectors/hcl-appscan-dast/samples/filtered.issues.1');
    const [item] = JSON.parse((body as { text: string }).text).page.Items;
    const sample = JSON.stringify([{ ...item, IssueType: 'Pasted' }]);
    const saved = await post(studio, {
      name: 'pasted',
      description: '',
      map: 'finding',
      sample,
      manifest: await textNow(),
      from: 'filtered',
    });
    expect(saved.status).toBe(201);
    expect(await readFile(join(folder, 'expected/pasted.json'), 'utf8')).toContain('"name": "Pasted"');
  });

  test.each([
    ['a name that leads elsewhere', { name: '../evil' }, 400, 'STUDIO_REQUEST_INVALID'],
    ['a map that is not there', { map: 'nope' }, 422, 'SELECT_UNKNOWN'],
    ['a manifest with errors', { manifest: '{}' }, 422, 'MANIFEST_INVALID'],
    [
      'a page whose paging asks for more than was recorded',
      { sample: JSON.stringify({ Items: [{ Id: 'x', DiscoveryMethod: 'DAST' }], Count: 99 }) },
      422,
      'CASE_UNMADE',
    ],
  ])('%s makes none', async (_what, changed, status, code) => {
    const body = { name: 'none', description: '', map: 'finding', sample: '[]', manifest: await textNow(), ...changed };
    expect(await post(studio, body)).toMatchObject({ status, body: { error: { code } } });
    expect(await readdir(join(folder, 'recordings'))).not.toContain('none.json');
  });
});
