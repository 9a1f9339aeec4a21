import { type ListQuery, listKeys, type ReadableStore } from './list-query.ts';
import { type AssetItem, type FindingItem, readAssetsById, readFindingsById } from './record.ts';

/** Records in order; `next` asks for those behind them. */
export interface RecordPage<Item> {
  readonly items: readonly Item[];
  readonly next: string | undefined;
}

/** Assets that satisfy a query, a page at a time. Throws QUERY_SORT_INVALID, QUERY_PAGE_INVALID. */
export async function listAssets(store: ReadableStore, asked: ListQuery): Promise<RecordPage<AssetItem>> {
  const { ids, next } = await listKeys(store, 'asset', asked);
  return { items: await readAssetsById(store, ids), next };
}

/** Findings that satisfy a query, a page at a time. Throws QUERY_SORT_INVALID, QUERY_PAGE_INVALID. */
export async function listFindings(store: ReadableStore, asked: ListQuery): Promise<RecordPage<FindingItem>> {
  const { ids, next } = await listKeys(store, 'finding', asked);
  return { items: await readFindingsById(store, ids), next };
}
