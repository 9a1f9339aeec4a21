import { describe, expect, test } from 'vitest';
import { explainSample, previewMap, traceLineage } from '../../../engine/workbench/preview/index.ts';
import { readManifestFile } from '../../manifests/connectors.ts';

const HCL = readManifestFile('hcl-appscan-dast');
const MANIFEST = {
  ...HCL,
  entities: { resource: { identity: ['id', 'finding'] } },
  maps: {
    ...HCL.maps,
    resource: {
      from: 'applications',
      to: 'resource',
      each: 'Resources',
      fields: { id: 'Id', finding: '$item.Id', kind: { value: 'Type', enum: 'kind' } },
    },
    tag: {
      from: 'applications',
      to: 'resource',
      each: "$split(Tags, ',')",
      fields: { id: '$', finding: '$item.Id' },
    },
  },
  enums: { ...HCL.enums, kind: { values: { Bucket: 'STORAGE' }, unmapped: 'reject' as const } },
};
const ITEMS = [
  {
    Id: 'f1',
    Tags: 'a,b',
    Resources: [
      { Id: 'r1', Type: 'Bucket', Size: 1 },
      { Id: 'r2', Type: 'Role' },
    ],
  },
  { Id: 'f2', Resources: [] },
];
const SAMPLE = JSON.stringify(ITEMS);

describe('a map with each', () => {
  test('is previewed per element', async () => {
    const { records, rejects, coverage } = await previewMap(MANIFEST, 'resource', SAMPLE);
    expect(records).toEqual([{ id: 'r1', finding: 'f1', kind: 'STORAGE' }]);
    expect(rejects).toMatchObject([{ code: 'ENUM_UNMAPPED', pointer: '/Resources/1/Type', item: ITEMS[0] }]);
    expect(coverage).toMatchObject({
      items: 2,
      fields: { finding: { filled: 1, of: 1 } },
      enums: {
        kind: [
          { value: 'Bucket', count: 1, to: 'STORAGE' },
          { value: 'Role', count: 1 },
        ],
      },
    });
  });

  test('traces the lineage from the item', async () => {
    const lineage = await traceLineage(MANIFEST, 'resource', SAMPLE);
    expect(lineage.map(({ item, reads }) => [item, reads['id']])).toEqual([
      [ITEMS[0], ['/Resources/0/Id']],
      [ITEMS[0], ['/Resources/1/Id']],
    ]);
    const tags = await traceLineage(MANIFEST, 'tag', SAMPLE);
    expect(tags.map(({ outcome, reads }) => [outcome, reads['id']])).toEqual([
      [{ kind: 'record', record: { id: 'a', finding: 'f1' }, identity: '["a","f1"]' }, []],
      [{ kind: 'record', record: { id: 'b', finding: 'f1' }, identity: '["b","f1"]' }, []],
    ]);
  });

  test('is explained per element, with its position in the sample', async () => {
    const { error, items, totals, unread } = await explainSample({
      manifest: JSON.stringify(MANIFEST),
      map: 'resource',
      sample: SAMPLE,
    });
    expect(error).toBeUndefined();
    expect(totals).toEqual({ items: 3, records: 1, rejects: 1, skipped: 1 });
    expect(items.map(({ pointer, skipped }) => [pointer, skipped])).toEqual([
      ['/0/Resources/0', undefined],
      ['/0/Resources/1', undefined],
      ['/1', true],
    ]);
    expect(items[0]).toMatchObject({ values: { id: 'r1', finding: 'f1' }, reads: { id: ['/Id'] } });
    expect(unread).toEqual(['/Tags', '/Resources/*/Size']);
  });
});
