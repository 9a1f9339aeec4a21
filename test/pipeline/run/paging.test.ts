import { expect, test } from 'vitest';
import type { Manifest } from '../../../engine/index.ts';
import { createFolder, readRecords } from './folder.ts';
import { createSmallManifest, type Script, startSmallVendor } from './small-vendor.ts';
import { runSync } from './sync.ts';

type Paginator = NonNullable<Manifest['streams'][string]['paginator']>;

async function idsRead(script: Script, paginator: Paginator, records = 'items') {
  const vendor = await startSmallVendor(script);
  const to = await createFolder();
  const connector = createSmallManifest(
    { things: { request: { path: '/things' }, records, key: ['id'], paginator } },
    { findings: 'things' },
  );
  const report = await runSync({ connector, vendor, to });
  expect(report.error).toBeNull();
  const ids = (await readRecords(to, 'findings.ndjson')).map((record) => record['externalFindingId']);
  return { ids, asked: vendor.asked };
}

const searchOf = (target: string) => new URL(target, 'http://vendor').searchParams;

/** Vendor of items `1` to `count`, two per page, after the requested id. */
const after =
  (count: number): Script =>
  (target) => {
    const from = Number(searchOf(target).get('after') ?? 0);
    const items = Array.from({ length: Math.min(2, count - from) }, (_, i) => ({ id: String(from + i + 1) }));
    return { json: { items, more: from + 2 < count } };
  };

test('a cursor comes from the last item sent, even if the selector skips it', async () => {
  const paginator: Paginator = {
    type: 'cursor',
    from: 'lastItem',
    cursor: 'id',
    cursorParam: 'after',
    stop: ['emptyPage'],
  };
  const { ids, asked } = await idsRead(after(6), paginator, 'items[$number(id) % 2 = 1]');
  expect(ids).toEqual(['1', '3', '5']);
  expect(asked).toEqual(['/things', '/things?after=2', '/things?after=4', '/things?after=6']);
});

test('a page whose items are all skipped does not end paging', async () => {
  const paginator: Paginator = {
    type: 'cursor',
    from: 'lastItem',
    cursor: 'id',
    cursorParam: 'after',
    stop: ['emptyPage'],
  };
  const { ids } = await idsRead(after(6), paginator, 'items[$number(id) > 4]');
  expect(ids).toEqual(['5', '6']);
});

test('expressions of a paginator see the settings', async () => {
  const paginator: Paginator = {
    type: 'cursor',
    from: 'body',
    cursor: 'more ? $string($settings.size * page)',
    cursorParam: 'after',
  };
  const script: Script = (target) => {
    const from = Number(searchOf(target).get('after') ?? 0);
    return { json: { page: from / 2 + 1, items: [{ id: `${from + 1}` }, { id: `${from + 2}` }], more: from < 4 } };
  };
  expect((await idsRead(script, paginator)).ids).toEqual(['1', '2', '3', '4', '5', '6']);
});
