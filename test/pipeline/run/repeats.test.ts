import { expect, test } from 'vitest';
import { createFolder } from './folder.ts';
import { createSmallManifest, startSmallVendor } from './small-vendor.ts';
import { runSync } from './sync.ts';

const PAGES: Readonly<Record<string, unknown>> = {
  '/parents': { items: [{ id: 'p1' }, { id: 'p2' }] },
  '/parents/p1': { items: [{ id: 1 }, { id: 2 }] },
  '/parents/p2': { items: [{ id: 1 }, { id: 2 }] },
  '/twice': { items: [{ id: 1 }, { id: 2 }, { id: 1 }] },
};

const MISSING = { externalFindingId: { value: 'id', identity: true }, externalAssetId: 'none' };

test('equal children of different parents that are all rejected are not repeats', async () => {
  const vendor = await startSmallVendor((target) => ({ json: PAGES[target] }));
  const manifest = createSmallManifest(
    {
      parents: { request: { path: '/parents' }, records: 'items', key: ['id'] },
      children: {
        request: { path: '/parents/{{parent.id}}' },
        records: 'items',
        key: ['id'],
        partitions: [{ parent: 'parents', as: 'parent' }],
      },
    },
    { findings: 'children' },
  );
  const maps = {
    finding: { from: 'children', to: 'finding', fields: { ...manifest.maps['finding']?.fields, ...MISSING } },
  } as const;
  const report = await runSync({ connector: { ...manifest, maps }, vendor, to: await createFolder() });
  expect(report).toMatchObject({ error: null, entities: { finding: { rejected: 4 } }, warnings: [] });
});

test('an item that is rejected twice is a repeat', async () => {
  const vendor = await startSmallVendor((target) => ({ json: PAGES[target] }));
  const manifest = createSmallManifest(
    { things: { request: { path: '/twice' }, records: 'items', key: ['id'] } },
    { findings: 'things' },
  );
  const maps = {
    finding: { from: 'things', to: 'finding', fields: { ...manifest.maps['finding']?.fields, ...MISSING } },
  } as const;
  const report = await runSync({ connector: { ...manifest, maps }, vendor, to: await createFolder() });
  expect(report.warnings).toMatchObject([{ code: 'REPEATED_ITEMS', count: 1 }]);
});
