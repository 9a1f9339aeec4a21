import { sql } from 'kysely';
import { ALL, type Entity } from '../../query/index.ts';
import { type Asked, type Reading, rowsOf } from '../page.ts';
import { type AssetItem, assetsById, type FindingItem, findingsById } from '../record.ts';

const BATCH = 500;

type Which = Pick<Asked, 'query' | 'now'>;

/** In the order of their numbers, which never change: what is written meanwhile neither repeats nor hides a record. */
async function* pages(store: Reading, entity: Entity, { query = ALL, now }: Which): AsyncGenerator<readonly number[]> {
  const where = rowsOf(entity, query, store, now);
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

/** Every asset of a query, a page at a time: memory holds one page. */
export async function* eachAsset(store: Reading, which: Which): AsyncGenerator<readonly AssetItem[]> {
  for await (const ids of pages(store, 'asset', which)) yield await assetsById(store, ids);
}

/** Every finding of a query, a page at a time. */
export async function* eachFinding(store: Reading, which: Which): AsyncGenerator<readonly FindingItem[]> {
  for await (const ids of pages(store, 'finding', which)) yield await findingsById(store, ids);
}
