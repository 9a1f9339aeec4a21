import { expect, test } from 'vitest';
import type { Manifest } from '../../../engine/index.ts';
import { createFolder, readRecords, readRejects } from './folder.ts';
import { createSmallManifest, startSmallVendor } from './small-vendor.ts';
import { runSync } from './sync.ts';

const list = (path: string, parts: Partial<Manifest['streams'][string]> = {}): Manifest['streams'][string] => ({
  request: { path },
  records: 'items',
  key: ['id'],
  paginator: { type: 'none' },
  ...parts,
});

test('rows join the item whose key has the same text; invalid keys join nothing', async () => {
  const rows = [
    { id: 'number', of: 7 },
    { id: 'text', of: '7' },
    { id: 'unknown', of: 8 },
    { id: 'none' },
    { id: 'null', of: null },
    { id: 'hostile', of: { toString: '' } },
  ];
  const vendor = await startSmallVendor((target) => ({
    json: { items: target === '/owners' ? [{ id: 7 }, { id: { toString: '' } }] : rows },
  }));
  const to = await createFolder();
  const lookup = { owner: { type: 'join', stream: 'owners', key: 'id', value: 'of' } } as const;
  const streams = { owners: list('/owners'), rows: list('/rows', { lookup }) };
  const report = await runSync({ connector: createSmallManifest(streams, { findings: 'rows' }), vendor, to });
  expect(report.error).toBeNull();
  expect((await readRecords(to, 'findings.ndjson')).map((record) => record['externalFindingId'])).toEqual([
    'number',
    'text',
  ]);
  const rejects = await readRejects(to);
  expect(rejects.map(({ code, pointer }) => `${code} ${pointer}`)).toEqual(
    Array.from({ length: 4 }, () => 'PARENT_NOT_FOUND /of'),
  );
});
