import { type ListQuery, listKeys, type ReadableStore } from './list-query.ts';
import { type AssetItem, type FindingItem, readAssetsById, readFindingsById } from './record.ts';

/** Records in order; `next` is the token of the next page. */
export interface RecordPage<Item> {
  readonly items: readonly Item[];
  readonly next: string | undefined;
}

/** Lists assets that match a query, a page at a time. Throws QUERY_SORT_INVALID, QUERY_PAGE_INVALID. */
export async function listAssets(store: ReadableStore, asked: ListQuery): Promise<RecordPage<AssetItem>> {
  const { ids, next } = await listKeys(store, 'asset', asked);
  return { items: await readAssetsById(store, ids), next };
}

/** Lists findings that match a query, a page at a time. Throws QUERY_SORT_INVALID, QUERY_PAGE_INVALID. */
export async function listFindings(store: ReadableStore, asked: ListQuery): Promise<RecordPage<FindingItem>> {
  const { ids, next } = await listKeys(store, 'finding', asked);
  return { items: await readFindingsById(store, ids), next };
}
