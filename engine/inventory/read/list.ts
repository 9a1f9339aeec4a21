import { type Asked, keysOf, type Reading } from './page.ts';
import { type AssetItem, assetsById, type FindingItem, findingsById } from './record.ts';

/** Records in order; `next` asks for those behind them. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly next: string | undefined;
}

/** Assets that satisfy a query, a page at a time. Throws QUERY_SORT_INVALID, QUERY_PAGE_INVALID. */
export async function listAssets(store: Reading, asked: Asked): Promise<Page<AssetItem>> {
  const { ids, next } = await keysOf(store, 'asset', asked);
  return { items: await assetsById(store, ids), next };
}

/** Findings that satisfy a query, a page at a time. Throws QUERY_SORT_INVALID, QUERY_PAGE_INVALID. */
export async function listFindings(store: Reading, asked: Asked): Promise<Page<FindingItem>> {
  const { ids, next } = await keysOf(store, 'finding', asked);
  return { items: await findingsById(store, ids), next };
}
