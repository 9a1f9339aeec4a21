import { describe, expect, test } from 'vitest';
import { previewMap } from '../../../engine/workbench/preview/index.ts';
import { readManifestFile } from '../../manifests/connectors.ts';
import { createSmallManifest } from '../../pipeline/run/small-vendor.ts';

const HCL = readManifestFile('hcl-appscan-dast');
const issue = (changed: object) => ({
  Id: 'i1',
  IssueType: 'XSS',
  Severity: 'High',
  Status: 'Open',
  DiscoveryMethod: 'DAST',
  ApplicationId: 'a1',
  DateCreated: '2025-01-02T03:04:05.1234567Z',
  ...changed,
});
const application = { scope: { application: { Id: 'a1' } } };

describe('preview', () => {
  test.each([
    ['a whole page', { ...application, page: { Items: [issue({})], Count: 1 } }],
    ['a list of items', { ...application, items: [issue({})] }],
    ['one item', { ...application, item: issue({}) }],
  ])('takes %s', async (_what, sample) => {
    const { records, rejects } = await previewMap(HCL, 'finding', JSON.stringify(sample));
    expect(rejects).toEqual([]);
    expect(records).toMatchObject([
      { externalFindingId: 'i1', externalAssetId: 'a1', severity: 4, firstFoundOn: '2025-01-02T03:04:05.123Z' },
    ]);
  });

  test('reports the filled fields and the values missing from an enum', async () => {
    const items = [issue({}), issue({ Id: 'i2', Status: 'Weird' }), issue({ Id: 'i3', Port: 443 })];
    const { records, rejects, coverage } = await previewMap(HCL, 'finding', JSON.stringify({ ...application, items }));
    expect([records.length, rejects.length]).toEqual([2, 1]);
    expect(rejects[0]).toMatchObject({ code: 'ENUM_UNMAPPED', pointer: '/Status', item: { Id: 'i2' } });
    expect(coverage.items).toBe(3);
    expect(coverage.fields['port']).toEqual({ filled: 1, of: 2 });
    expect(coverage.enums['status']).toEqual([
      { value: 'Open', count: 2, to: 'NEW' },
      { value: 'Weird', count: 1 },
    ]);
  });

  test('stores malformed items of a page as rejects', async () => {
    const text =
      '{"Items":[{"Id":"a","Id":"b"},{"Id":"c","Name":"n","ScanTechnologies":"DAST","Url":"https://c.example"}],"Count":2}';
    const { records, rejects } = await previewMap(HCL, 'asset', text);
    expect(records).toMatchObject([{ externalAssetId: 'c' }]);
    expect(rejects.map(({ code }) => code)).toEqual(['ITEM_UNREADABLE']);
  });

  test.each([
    ['finding', '', 'SAMPLE_INVALID'],
    ['finding', '<html>', 'SAMPLE_INVALID'],
    ['findings', '[]', 'SELECT_UNKNOWN'],
  ])('refuses the map "%s" on %j with %s', async (map, text, code) => {
    await expect(previewMap(HCL, map, text)).rejects.toMatchObject({ code });
  });
});

test('a stream without a map passes its items through, after its own transformation', async () => {
  const manifest = createSmallManifest(
    {
      news: {
        request: { path: '/news' },
        records: 'data',
        item: "$merge([$, {'day': $substring(at, 0, 10)}])",
        emit: { as: 'Latest News' },
      },
    },
    {
      maps: {},
      entities: { 'Latest News': { identity: ['id'], schema: { properties: { id: { type: 'integer' } } } } },
    },
  );
  const sample = JSON.stringify({ data: [{ id: 1, at: '2026-01-02T03:04:05Z' }, { id: 'x' }, { at: '2026' }] });
  for (const name of ['news', 'Latest News']) {
    const { records, rejects, coverage } = await previewMap(manifest, name, sample);
    expect(records).toEqual([{ id: 1, at: '2026-01-02T03:04:05Z', day: '2026-01-02' }]);
    expect(rejects).toMatchObject([
      { entity: 'Latest News', stream: 'news', code: 'FIELD_INVALID', pointer: '/id' },
      { code: 'FIELD_MISSING', pointer: '/id' },
    ]);
    expect(coverage.items).toBe(3);
  }
  await expect(previewMap(manifest, 'new', sample)).rejects.toMatchObject({
    code: 'SELECT_UNKNOWN',
    details: { choices: 'news' },
  });
});
