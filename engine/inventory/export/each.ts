import type { Entity } from '../../query/index.ts';
import { type Asked, keysOf, type Reading } from '../page.ts';
import { type AssetItem, assetsById, type FindingItem, findingsById } from '../record.ts';

const BATCH = 500;

type Which = Pick<Asked, 'query' | 'sort' | 'now'>;

async function* pages(store: Reading, entity: Entity, which: Which): AsyncGenerator<readonly number[]> {
  let after: string | undefined;
  do {
    const { ids, next } = await keysOf(store, entity, {
      ...which,
      limit: BATCH,
      ...(after === undefined ? {} : { after }),
    });
    yield ids;
    after = next;
  } while (after !== undefined);
}

/** Every asset of a query, a page at a time: memory holds one page, and other programs may write meanwhile. */
export async function* eachAsset(store: Reading, which: Which): AsyncGenerator<readonly AssetItem[]> {
  for await (const ids of pages(store, 'asset', which)) yield await assetsById(store, ids);
}

/** Every finding of a query, a page at a time. */
export async function* eachFinding(store: Reading, which: Which): AsyncGenerator<readonly FindingItem[]> {
  for await (const ids of pages(store, 'finding', which)) yield await findingsById(store, ids);
}
