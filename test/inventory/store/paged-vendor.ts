import { expect } from 'vitest';
import type { Store } from '../../../engine/inventory/store/index.ts';
import { createSmallManifest, type SmallVendor, startSmallVendor } from '../../pipeline/run/small-vendor.ts';
import { readContents } from './records.ts';

export const PAGES = 6;
const PAGE = 10;

export const manifest = createSmallManifest(
  {
    things: {
      request: { path: '/things' },
      records: 'items',
      key: ['id'],
      paginator: { type: 'pageNumber', pageParam: 'page', stop: ['totalRecords'], totalRecords: 'total' },
    },
  },
  { findings: 'things' },
);

const pageOf = (target: string) => Number(new URL(target, 'http://vendor').searchParams.get('page') ?? 0);
const idsOf = (page: number) => Array.from({ length: PAGE }, (_, index) => `${page}-${index}`);

/** Pages of things, the last of each without an id; `before` is called with each page before it is served. */
export const pagedVendor = (before: (page: number) => Promise<void> = async () => undefined): Promise<SmallVendor> =>
  startSmallVendor(async (target) => {
    const page = pageOf(target);
    await before(page);
    const items = [...idsOf(page).map((id) => ({ id })), { no: page }];
    return { json: { items, total: PAGES * (PAGE + 1) } };
  });

/** Expects that everything served is stored once, with one history, one reject and one finished run. */
export async function expectExact(store: Store): Promise<void> {
  const served = Array.from({ length: PAGES }, (_, page) => page);
  const { findings, history } = await readContents(store);
  const ids = served.flatMap(idsOf).sort();
  expect(findings.map((row) => row.external_id)).toEqual(ids);
  expect(history.map((row) => [row.external_id, row.status, row.reason])).toEqual(
    ids.map((id) => [id, 'NEW', 'vendor']),
  );
  const runs = await store.db.selectFrom('run').select(['id', 'report']).where('state', '=', 'PROCESSED').execute();
  expect(runs).toHaveLength(1);
  const [{ id = '', report = '' } = {}] = runs;
  // A run without a checkpoint keeps its rejects, and another run starts over.
  const rejects = await store.db.selectFrom('reject').select('item').where('run_id', '=', id).orderBy('id').execute();
  expect(rejects.map(({ item }) => item)).toEqual(served.map((no) => JSON.stringify({ no })));
  expect(new Set(findings.map((row) => row.seen_by))).toEqual(new Set([id]));
  expect(JSON.parse(report ?? '').entities.finding).toMatchObject({ written: ids.length, rejected: PAGES });
}
