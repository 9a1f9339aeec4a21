import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startAcme } from '../../tutorial/vendor.ts';
import { runMapwright } from '../program.ts';
import { connectClient } from './client.ts';

const TOKEN = 'acme-token';
const ISSUE = {
  id: 301,
  title: 'Issue 1',
  severity: 'low',
  status: 'open',
  cwe: 79,
  created_at: '2026-01-10T08:30:00Z',
};

/** Map that an author writes, with a conversion and a target that do not exist, and without the enums. */
const FIRST_MAP = {
  from: 'issues',
  to: 'finding',
  fields: {
    externalFindingId: { value: 'id', as: 'text', identity: true },
    externalAssetId: "'project-3'",
    name: 'title',
    sevrity: { enum: 'severity', value: 'severity' },
    findingStatus: { enum: 'status', value: 'status' },
  },
};

const SECOND_MAP = {
  ...FIRST_MAP,
  fields: { ...FIRST_MAP.fields, externalFindingId: { value: 'id', as: 'string', identity: true } },
};

const { sevrity: severity, ...FIELDS } = SECOND_MAP.fields;

const FIXED = {
  maps: { finding: { ...FIRST_MAP, fields: { ...FIELDS, severity } } },
  enums: {
    severity: { values: { urgent: 5, high: 4, medium: 3, low: 2, info: 1 }, unmapped: 'reject' },
    status: { values: { open: 'ACTIVE', 'in progress': 'ACTIVE', fixed: 'FIXED' }, unmapped: 'reject' },
  },
};

test('an assistant writes a connector: import, validate, fix, preview, test, check, read, write', async () => {
  const { server, url } = await startAcme(0);
  onTestFinished(() => void server.close());
  const { call, folder } = await connectClient({ write: true, env: { ACME_TOKEN: TOKEN } });

  const path = '/v1/projects/3/issues?page=1&per_page=2';
  const text = `curl '${url}${path}' -H 'Authorization: Bearer ${TOKEN}'`;
  const response = JSON.stringify({ issues: [ISSUE], total: 5 });
  const imported = await call('import', { kind: 'curl', text, response, id: 'acme' });
  expect(imported.result).toMatchObject({ extent: 'whole', manifest: { id: 'acme' }, cases: [{ name: 'issues' }] });
  expect(imported.text).not.toContain(TOKEN);
  const { entities: _, ...draft } = imported.result.manifest;
  const [recorded] = imported.result.cases;

  const wrongType = { ...draft, maps: { finding: FIRST_MAP } };
  const { result: first } = await call('validate', { manifest: wrongType });
  expect(first).toMatchObject({
    valid: false,
    issues: [{ rule: 'schema/enum', path: '/maps/finding/fields/externalFindingId/as' }],
  });
  expect(first.issues[0].fix).toContain('"string"');
  const broken = { ...draft, maps: { finding: SECOND_MAP } };
  const { result: second } = await call('validate', { manifest: broken });
  expect(second.valid).toBe(false);
  const paths = second.issues.map(({ path: at }: { path: string }) => at);
  expect(paths).toContain('/maps/finding/fields/sevrity');
  expect((await call('preview', { manifest: broken, map: 'finding', sample: ISSUE })).result.error).toMatchObject({
    code: 'MANIFEST_INVALID',
    pointer: paths[0],
  });

  const manifest = { ...draft, ...FIXED };
  expect((await call('validate', { manifest })).result).toMatchObject({ valid: true });
  const preview = await call('preview', {
    manifest,
    map: 'finding',
    sample: { issues: [ISSUE, { ...ISSUE, status: '?' }] },
  });
  expect(preview.result).toMatchObject({
    records: [{ name: 'Issue 1', severity: 2, findingStatus: 'ACTIVE' }],
    rejects: [{ code: 'ENUM_UNMAPPED', pointer: '/status' }],
  });

  // The outcome that was recorded before there was a map no longer applies; without one, the new outcome is returned.
  const stale = await call('test', { manifest, cases: [recorded] });
  expect(stale.result).toMatchObject({ passed: false, cases: [{ name: 'issues', passed: false }] });
  const { name, recording } = recorded;
  const tested = await call('test', { manifest, cases: [{ name, recording }] });
  expect(tested.result).toMatchObject({ passed: true, outcomes: { issues: { finding: [{ severity: 2 }] } } });

  const config = { settings: { base_url: url, api_token: { env: 'ACME_TOKEN' } } };
  const checked = await call('check', { manifest, config });
  expect(checked.result).toMatchObject({ ok: true, checks: [{}, {}, {}, {}, { id: 'data', status: 'passed' }] });
  const read = await call('read', { manifest, config, stream: 'issues', pages: 2 });
  expect(read.result.pages).toMatchObject([
    { page: 1, found: 2, records: [{ entity: 'finding', record: { severity: 2 } }, {}], next: 2 },
    { page: 2, found: 2 },
  ]);
  const [exchange] = read.result.pages[0].exchanges;
  expect(exchange).toMatchObject({ request: { method: 'GET', url: url + path }, response: { status: 200 } });
  expect(read.text + checked.text).not.toContain(TOKEN);

  const written = await call('write', { folder: 'acme', manifest, cases: [{ name, recording }] });
  expect(written.result.files).toEqual([
    'acme/manifest.json',
    'acme/recordings/issues.json',
    'acme/expected/issues.json',
  ]);
  expect(JSON.parse(await readFile(join(folder, 'acme/manifest.json'), 'utf8'))).toEqual(manifest);
  expect((await call('test', { connector: 'acme' })).result).toMatchObject({ passed: true });
  expect((await runMapwright(['test', 'acme'], { cwd: folder })).stdout).toContain('1 passed, 0 failed');
  const { result: listed } = await call('catalogue');
  expect(listed.own).toMatchObject([{ path: 'acme', id: 'acme' }]);
});
