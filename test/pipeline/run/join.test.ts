import { expect, test } from 'vitest';
import type { Manifest } from '../../../engine/index.ts';
import { emptyFolder, recordsIn, rejectsIn } from './folder.ts';
import { smallManifest, smallVendor } from './small-vendor.ts';
import { sync } from './sync.ts';

const list = (path: string, parts: Partial<Manifest['streams'][string]> = {}): Manifest['streams'][string] => ({
  request: { path },
  records: 'items',
  key: ['id'],
  paginator: { type: 'none' },
  ...parts,
});

test('rows join the item whose key has the same text; what is no key has no partner', async () => {
  const rows = [
    { id: 'number', of: 7 },
    { id: 'text', of: '7' },
    { id: 'unknown', of: 8 },
    { id: 'none' },
    { id: 'null', of: null },
    { id: 'hostile', of: { toString: '' } },
  ];
  const vendor = await smallVendor((target) => ({
    json: { items: target === '/owners' ? [{ id: 7 }, { id: { toString: '' } }] : rows },
  }));
  const to = await emptyFolder();
  const lookup = { owner: { type: 'join', stream: 'owners', key: 'id', value: 'of' } } as const;
  const streams = { owners: list('/owners'), rows: list('/rows', { lookup }) };
  const report = await sync({ connector: smallManifest(streams, { findings: 'rows' }), vendor, to });
  expect(report.error).toBeNull();
  expect((await recordsIn(to, 'findings.ndjson')).map((record) => record['externalFindingId'])).toEqual([
    'number',
    'text',
  ]);
  const rejects = await rejectsIn(to);
  expect(rejects.map(({ code, pointer }) => `${code} ${pointer}`)).toEqual(
    Array.from({ length: 4 }, () => 'PARENT_NOT_FOUND /of'),
  );
});
