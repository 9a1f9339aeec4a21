import { describe, expect, test } from 'vitest';
import { parseManifest } from '../../../engine/manifest/index.ts';
import { importDraft, proposeStream } from '../../../engine/workbench/import/draft/index.ts';
import { detectSource } from '../../../engine/workbench/import/draft/source-kind.ts';
import { runCase } from '../../../engine/workbench/replay/index.ts';
import { SECRETS, VISIT } from './exchanges.ts';

const ISSUES = {
  data: {
    results: [
      { id: 1, title: 'SQL injection', severity: 'High', status: 'Open', app_id: 'shop' },
      { id: 2, title: 'Old cipher', severity: 'Low', status: 'Fixed', app_id: 'shop' },
      { id: 3, title: 'Weak hash', severity: 'Medium', status: 'Open', app_id: 'blog' },
    ],
  },
  next: 'https://api.acme.example/v1/issues?page=2',
};
const CURL = `curl 'https://api.acme.example/v1/issues?state=open' -H 'Authorization: Bearer ${SECRETS[0]}'`;

const parse = (text: string) => {
  const { manifest, issues } = parseManifest(text);
  if (!manifest) throw new Error(JSON.stringify(issues));
  return manifest;
};

test.each<[text: string, kind: string]>([
  ["$ curl -s 'https://x.example'", 'curl'],
  ['C:\\tools\\curl.exe "https://x.example"', 'curl'],
  [VISIT, 'har'],
  ['{"openapi":"3.1.0","info":{},"paths":{}}', 'openapi'],
  ['# Petstore\nopenapi: 3.0.0\ninfo: {}\n', 'openapi'],
  ['{"swagger":"2.0"}', 'openapi'],
  ['{"info":{"name":"A"},"item":[]}', 'postman'],
  ['version: 6.1.0\ntype: DeclarativeSource\nstreams: []\n', 'airbyte'],
  ['{"manifestVersion":2,"streams":{}}', 'manifest'],
  ['{"items":[{"id":1}]}', 'sample'],
  ['{"a":1}\n{"a":2}\n', 'sample'],
  ['Id;Name\n1;A\n', 'sample'],
  ['<r><a/></r>', 'sample'],
  ['{"damaged": ', 'sample'],
])('the kind of %j is %s', (text, kind) => {
  expect(detectSource(text)).toBe(kind);
});

describe('a curl command with its response', async () => {
  const draft = await importDraft({ text: CURL, response: JSON.stringify(ISSUES), entity: 'finding' });
  const manifest = parse(draft.manifest);

  test('gives a stream, its paginator and a map, without the token', () => {
    expect(draft).toMatchObject({ kind: 'curl', id: 'api-acme-example' });
    expect(manifest.auth).toMatchObject({ type: 'bearer', token: '{{settings.api_token}}' });
    expect(manifest.streams['issues']).toMatchObject({ records: 'data.results', paginator: { type: 'nextUrl' } });
    expect(manifest.maps['finding']).toMatchObject({ from: 'issues', to: 'finding' });
    expect(manifest.entities ?? {}).toEqual({});
    for (const secret of SECRETS) expect(JSON.stringify(draft)).not.toContain(secret);
  });

  test('has a proposal with a reason for every inferred part', () => {
    const at = Object.fromEntries(draft.proposals.map((one) => [one.to, one]));
    expect(at['/auth']).toMatchObject({ confidence: 'high', reason: 'inferred from the requests' });
    expect(at['/streams/issues/request']).toMatchObject({ part: 'endpoint of "issues"' });
    expect(at['/streams/issues/records']?.reason).toContain('data.results');
    expect(at['/streams/issues/paginator']?.reason).toContain('next');
    expect(at['/maps/finding/fields/severity']).toMatchObject({ part: 'severity ← severity' });
    expect(at['/enums/severity']?.confidence).toBe('medium');
    expect(draft.proposals.every(({ reason }) => reason !== '')).toBe(true);
  });

  test('has a case that the draft replays', async () => {
    const [one] = draft.cases;
    if (!one) throw new Error('no case');
    const { outcome, unused } = await runCase(manifest, one.recording);
    expect(outcome.finding).toMatchObject([{ name: 'SQL injection' }, { name: 'Old cipher' }, { name: 'Weak hash' }]);
    expect(unused).toEqual([]);
  });
});

test('a HAR file gives no secret, and no map while several streams are possible', async () => {
  const draft = await importDraft({ text: VISIT, entity: 'finding' });
  expect(Object.keys(parse(draft.manifest).streams)).toEqual(['projects', 'issues']);
  expect(draft.proposals.map(({ to }) => to)).toContain('/streams/issues/partitions/0');
  expect(parse(draft.manifest).maps).toEqual({});
  for (const secret of SECRETS) expect(JSON.stringify(draft)).not.toContain(secret);
  // The sample of a stream has the ancestors of its items, as its map may read them.
  expect(Object.keys(draft.samples)).toEqual(['projects', 'issues']);
  const sample = JSON.parse(draft.samples['issues'] ?? '');
  expect(Object.keys(sample)).toEqual(['scope', 'page']);
  expect(Object.keys(sample.scope)).toEqual(['project']);
  const recording = draft.cases.find(({ name }) => name === 'issues')?.recording;
  if (!recording) throw new Error('no case');
  const { edits, proposals } = await proposeStream({
    manifest: draft.manifest,
    stream: 'issues',
    entity: 'finding',
    recording,
  });
  expect(edits.map(({ to }) => to)).toEqual(['/maps/finding', '/entities/issues']);
  expect(proposals).toContainEqual(expect.objectContaining({ to: '/maps/finding/fields/name', part: 'name ← name' }));
});

describe('a curl command without a response', async () => {
  const { manifest } = await importDraft({ text: CURL, entity: 'finding' });

  test('is completed by a page of the stream', async () => {
    const { edits, proposals } = await proposeStream({
      manifest,
      stream: 'issues',
      entity: 'finding',
      sample: JSON.stringify(ISSUES),
    });
    expect(edits.map(({ to }) => to)).toEqual([
      '/streams/issues/records',
      '/streams/issues/key',
      '/streams/issues/paginator',
      '/maps/finding',
      '/enums/severity',
      '/enums/status',
    ]);
    expect(proposals[0]?.reason).toBe('inferred from a response that is not a list: data.results has 3 items');
  });

  test('keeps a list that the page has', async () => {
    const request = { manifest: manifest.replace('"records": "$"', '"records": "data.results"'), stream: 'issues' };
    const { edits } = await proposeStream({ ...request, sample: JSON.stringify(ISSUES) });
    expect(edits.map(({ to }) => to)).toEqual(['/streams/issues/key', '/streams/issues/paginator']);
  });

  test('names a list that the page lacks', async () => {
    const request = { manifest: manifest.replace('"records": "$"', '"records": "Items"'), stream: 'issues' };
    const { proposals } = await proposeStream({ ...request, sample: JSON.stringify(ISSUES) });
    expect(proposals[0]?.reason).toBe('inferred from a response without the list Items: data.results has 3 items');
  });

  test.each([
    [{ stream: 'nope' }, 'SELECT_UNKNOWN'],
    [{ manifest: '{}' }, 'MANIFEST_INVALID'],
    [{ sample: '{"a": [' }, 'IMPORT_UNREADABLE'],
  ])('%j is refused', async (changed, code) => {
    await expect(proposeStream({ manifest, stream: 'issues', ...changed })).rejects.toMatchObject({ code });
  });
});

test.each([
  ['https://api.acme.example', 'api-acme-example'],
  ['http://127.0.0.1:8080', 'my-connector'],
  ['http://[::1]:8080', 'my-connector'],
  ['http://localhost:8080', 'my-connector'],
])('the id for the origin %s is %s', async (origin, id) => {
  expect((await importDraft({ text: `curl '${origin}/issues'`, entity: 'finding' })).id).toBe(id);
});

test('an empty draft is valid', async () => {
  const draft = await importDraft({ entity: 'finding', id: 'acme' });
  expect(draft).toMatchObject({ kind: 'empty', id: 'acme', proposals: [], cases: [] });
  expect(parseManifest(draft.manifest).issues.filter(({ severity }) => severity === 'error')).toEqual([]);
});

test('a manifest keeps its text', async () => {
  const { manifest } = await importDraft({ entity: 'finding', id: 'acme' });
  const text = manifest.replace('{', '{ ');
  expect(await importDraft({ text, entity: 'finding' })).toMatchObject({
    kind: 'manifest',
    id: 'acme',
    manifest: text,
  });
});

test.each<[text: string, kind: 'har' | undefined, message: RegExp]>([
  ['curl --data "x', undefined, /as a curl command: a quote is not closed/],
  ['{"a": [1,', undefined, /damaged JSON/],
  ['{"openapi":"3.0.0","info":{"title":"A"},"paths":{}}', undefined, /as an OpenAPI document/],
  ['{"x":1}', 'har', /as a HAR file: it has no log.entries/],
])('%j is refused with the studio in mind', async (text, kind, message) => {
  const refused = importDraft({ text, entity: 'finding', ...(kind ? { kind } : {}) });
  await expect(refused).rejects.toMatchObject({
    code: 'STUDIO_SOURCE_UNREADABLE',
    message: expect.stringMatching(message),
    fix: expect.not.stringContaining('standard input'),
  });
});
