import { sql } from 'kysely';
import { ALL, type Entity } from '../../query/index.ts';
import { type ListQuery, matchingRows, type ReadableStore } from '../list-query.ts';
import { type AssetItem, type FindingItem, readAssetsById, readFindingsById } from '../record.ts';

const BATCH = 500;

type ExportSelection = Pick<ListQuery, 'query' | 'now'>;

/** Iterates by row number, which never changes: concurrent writes neither repeat nor hide a record. */
async function* readPages(
  store: ReadableStore,
  entity: Entity,
  { query = ALL, now }: ExportSelection,
): AsyncGenerator<readonly number[]> {
  const { where } = await matchingRows(entity, query, store, now);
  let last = 0;
  for (;;) {
    const { rows } = await sql<{ id: number }>`select r.id from ${sql.table(entity)} as r
      where r.id > ${last} and ${where} order by r.id limit ${BATCH}`.execute(store.db);
    yield rows.map(({ id }) => id);
    const end = rows.at(-1);
    if (!end || rows.length < BATCH) return;
    last = end.id;
  }
}

/** Iterates over the assets of a query, with one page in memory. */
export async function* readAssets(store: ReadableStore, which: ExportSelection): AsyncGenerator<readonly AssetItem[]> {
  for await (const ids of readPages(store, 'asset', which)) yield await readAssetsById(store, ids);
}

/** Iterates over the findings of a query, with one page in memory. */
export async function* readFindings(
  store: ReadableStore,
  which: ExportSelection,
): AsyncGenerator<readonly FindingItem[]> {
  for await (const ids of readPages(store, 'finding', which)) yield await readFindingsById(store, ids);
}
