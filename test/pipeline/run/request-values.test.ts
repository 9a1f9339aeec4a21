import type { IncomingMessage } from 'node:http';
import { expect, test } from 'vitest';
import { createStateFile, type Manifest } from '../../../engine/index.ts';
import { createFolder, readRecords } from './folder.ts';
import { createSmallManifest, startSmallVendor } from './small-vendor.ts';
import { runSync } from './sync.ts';

async function readBody(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request) body += chunk;
  return body;
}

/** Vendor that records the bodies of its requests. */
async function startPostVendor() {
  const bodies: unknown[] = [];
  const vendor = await startSmallVendor(async (_, request) => {
    bodies.push(JSON.parse(await readBody(request)));
    return { json: { items: [{ id: 'a', updated: '2026-01-20T10:00:00Z' }] } };
  });
  return { vendor, bodies };
}

const POST = { method: 'POST', path: '/search', repeatable: true } as const;

test('a delta run sends its cursor as an integer, and a full run leaves the key out', async () => {
  const { vendor, bodies } = await startPostVendor();
  const things: Manifest['streams'][string] = {
    request: {
      ...POST,
      json: {
        filter: {
          value: { since: '{{cursor.start}}', ms: { expr: 'cursor.start * 1000' }, text: 's{{cursor.start}}' },
          when: 'cursor.start',
        },
        since: { expr: 'cursor.start' },
        limit: 100,
        archived: false,
      },
    },
    records: 'items',
    key: ['id'],
    incremental: { cursor: 'updated', type: 'datetime', format: 'epochSeconds' },
  };
  const connector = createSmallManifest({ things }, { findings: 'things' });
  const stateStore = createStateFile(`${await createFolder()}/state.json`);
  for (let count = 0; count < 2; count += 1) await runSync({ connector, vendor, stateStore, to: await createFolder() });
  const since = 1768903200;
  expect(bodies).toEqual([
    { limit: 100, archived: false },
    { filter: { since, ms: since * 1000, text: `s${since}` }, since, limit: 100, archived: false },
  ]);
});

test('the bounds of a window in an epoch format are integers', async () => {
  const { vendor, bodies } = await startPostVendor();
  const things: Manifest['streams'][string] = {
    request: { ...POST, json: { from: '{{window.start}}', to: '{{window.end}}' } },
    records: 'items',
    key: ['id'],
    window: { start: '2026-01-01T00:00:00Z', end: '2026-01-03T00:00:00Z', length: 'P1D', format: 'epochMillis' },
  };
  await runSync({ connector: createSmallManifest({ things }, { findings: 'things' }), vendor });
  const [first, second, third] = ['2026-01-01', '2026-01-02', '2026-01-03'].map((day) => Date.parse(day));
  expect(
    bodies.toSorted((a, b) => Number((a as { from: number }).from) - Number((b as { from: number }).from)),
  ).toEqual([
    { from: first, to: second },
    { from: second, to: third },
  ]);
});

test('an expression reads the parent item, which carries what it reads', async () => {
  const bodies: unknown[] = [];
  const vendor = await startSmallVendor(async (target, request) => {
    if (target === '/parents') return { json: { items: [{ id: 'p1', guid: 7, tags: ['x', 'y'], unused: 'z' }] } };
    bodies.push([target, JSON.parse(await readBody(request))]);
    return { json: { items: [{ id: 'a' }] } };
  });
  const connector = createSmallManifest(
    {
      parents: { request: { path: '/parents' }, records: 'items', key: ['id'] },
      children: {
        request: {
          ...POST,
          query: { tags: { value: { expr: 'parent.tags' }, style: 'comma' }, none: { expr: 'parent.nope' } },
          json: { where: [{ guid: { expr: 'parent.guid + 1' } }] },
        },
        records: 'items',
        key: ['id'],
        partitions: [{ parent: 'parents', as: 'parent' }],
      },
    },
    { findings: 'children' },
  );
  const to = await createFolder();
  expect(await runSync({ connector, vendor, to })).toMatchObject({ error: null });
  expect(bodies).toEqual([['POST /search?tags=x,y', { where: [{ guid: 8 }] }]]);
  expect(await readRecords(to, 'findings.ndjson')).toHaveLength(1);
});
