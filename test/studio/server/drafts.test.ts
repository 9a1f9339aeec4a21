import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseManifest, testConnector } from '../../../engine/index.ts';
import { SECRETS, VISIT } from '../../workbench/import/exchanges.ts';
import { type StartedStudio, startStudio } from './test-studio.ts';

interface Draft {
  readonly manifest: string;
  readonly cases: readonly { readonly name: string; readonly recording: object }[];
  readonly proposals: readonly object[];
}

let root: string;
let studio: StartedStudio;
let draft: Draft;

const post = (path: string, body: object) => studio.call(path, { method: 'POST', body });

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'studio-drafts-'));
  studio = await startStudio({ write: true, folder: join(root, 'connectors') });
}, 60_000);
afterAll(async () => {
  await studio?.close();
  await rm(root, { recursive: true, force: true });
});

describe('a draft', () => {
  test('is imported from a HAR file, without its secrets', async () => {
    const { status, body } = await post('/api/drafts', { text: VISIT, entity: 'finding' });
    draft = body as Draft;
    expect(status).toBe(200);
    expect(draft).toMatchObject({ kind: 'har', id: 'api-acme-example' });
    expect(draft.cases.map(({ name }) => name)).toEqual(['projects', 'issues']);
    for (const secret of SECRETS) expect(JSON.stringify(body)).not.toContain(secret);
  });

  test('gets new names, or the reason and the fix', async () => {
    const text = draft.manifest;
    const renamed = await post('/api/drafts/names', { text, section: 'streams', from: 'issues', to: 'defects' });
    expect(renamed.status).toBe(200);
    const { text: next } = renamed.body as { text: string };
    expect(Object.keys(JSON.parse(next).streams)).toEqual(['projects', 'defects']);
    const refused = await post('/api/drafts/names', { text, section: 'streams', from: 'issues', to: 'projects' });
    expect(refused).toMatchObject({
      status: 422,
      body: { error: { code: 'RENAME_REFUSED', message: expect.stringContaining('taken'), fix: expect.any(String) } },
    });
  });

  test('gets the map of a stream from a recorded page', async () => {
    const { manifest, cases } = draft;
    const { status, body } = await post('/api/drafts/streams', {
      manifest,
      stream: 'issues',
      entity: 'finding',
      recording: cases[1]?.recording,
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      edits: [{ to: '/maps/finding', value: { from: 'issues' } }, { to: '/entities/issues' }],
    });
  });

  test.each<[what: string, body: object, status: number, code: string]>([
    ['without an entity', { text: '{}' }, 400, 'STUDIO_REQUEST_INVALID'],
    ['of an unknown kind', { text: '{}', kind: 'wsdl', entity: 'finding' }, 400, 'STUDIO_REQUEST_INVALID'],
    ['from a damaged command', { text: 'curl "x', entity: 'finding' }, 422, 'STUDIO_SOURCE_UNREADABLE'],
  ])('%s is refused', async (_what, body, status, code) => {
    expect(await post('/api/drafts', body)).toMatchObject({ status, body: { error: { code } } });
  });

  test('is not repeated in the error of a source with secrets', async () => {
    const { body } = await post('/api/drafts', {
      text: `curl "https://x.example -H 'X-Api-Key: ${SECRETS[4]}'`,
      entity: 'finding',
    });
    expect(JSON.stringify(body)).not.toContain(SECRETS[4]);
  });
});

describe('a new connector', () => {
  const folder = () => join(root, 'connectors', 'api-acme-example');

  test('is saved with its cases, which pass, and joins the catalogue', async () => {
    const { status, body } = await post('/api/connectors', { text: draft.manifest, cases: draft.cases });
    expect({ status, body }).toMatchObject({
      status: 201,
      body: {
        id: 'api-acme-example',
        file: join(folder(), 'manifest.json'),
        cases: ['projects', 'issues'],
        skipped: [],
      },
    });
    expect(await readFile(join(folder(), 'manifest.json'), 'utf8')).toBe(draft.manifest);
    const { manifest } = parseManifest(draft.manifest);
    const results = manifest ? await testConnector(manifest, folder()) : [];
    expect(results.map(({ name, passed }) => [name, passed])).toEqual([
      ['issues', true],
      ['projects', true],
    ]);
    expect(await studio.call('/api/connectors/api-acme-example')).toMatchObject({
      status: 200,
      body: { connector: { origin: 'own', writable: true } },
    });
  });

  test('overwrites neither a connector of the studio nor a folder', async () => {
    const again = await post('/api/connectors', { text: draft.manifest, cases: [] });
    expect(again).toMatchObject({ status: 409, body: { error: { code: 'CONNECTOR_EXISTS' } } });
    const taken = join(root, 'connectors', 'taken');
    await mkdir(taken);
    const other = draft.manifest.replace('"api-acme-example"', '"taken"');
    expect(await post('/api/connectors', { text: other, cases: [] })).toMatchObject({
      status: 409,
      body: { error: { code: 'FILE_EXISTS' } },
    });
    expect(await readdir(taken)).toEqual([]);
  });

  test('leaves out cases that the edited manifest cannot replay', async () => {
    const text = draft.manifest.replace('"api-acme-example"', '"edited"').replace('"/v1/projects"', '"/v2/projects"');
    const { status, body } = await post('/api/connectors', { text, cases: draft.cases });
    expect(status).toBe(201);
    expect(body).toMatchObject({ cases: [], skipped: [{ name: 'projects' }, { name: 'issues' }] });
    expect(await readdir(join(root, 'connectors', 'edited'))).toEqual(['manifest.json']);
  });

  test.each<[what: string, body: () => object, status: number, code: string]>([
    ['an invalid manifest', () => ({ text: '{}', cases: [] }), 422, 'MANIFEST_INVALID'],
    [
      'an id that leads elsewhere',
      () => ({ text: draft.manifest.replace('"api-acme-example"', '"../evil"'), cases: [] }),
      422,
      'MANIFEST_INVALID',
    ],
    [
      'a case that leads elsewhere',
      () => ({ text: draft.manifest, cases: [{ name: '../evil', recording: {} }] }),
      400,
      'STUDIO_REQUEST_INVALID',
    ],
  ])('with %s is refused', async (_what, body, status, code) => {
    expect(await post('/api/connectors', body())).toMatchObject({ status, body: { error: { code } } });
  });

  test('is not saved without --write', async () => {
    const readOnly = await startStudio({ folder: join(root, 'connectors') });
    const refused = await readOnly.call('/api/connectors', {
      method: 'POST',
      body: { text: draft.manifest, cases: [] },
    });
    await readOnly.close();
    expect(refused).toMatchObject({ status: 403, body: { error: { code: 'STUDIO_READ_ONLY' } } });
  });
});
