import type { JsonObject } from '../../../engine/base/json/index.ts';
import type { InventoryPage, InventoryRecord, Store, Written } from '../../../engine/inventory/store/index.ts';

/** An asset's record. */
export const createAsset = (id: string, name = `Asset ${id}`): JsonObject => ({
  externalAssetId: id,
  assetType: 'WEB_APPLICATION',
  source: 'Vendor',
  assetDetail: { name },
});

/** A finding's record. */
export const createFinding = (id: string, status = 'NEW', more: JsonObject = {}): JsonObject => ({
  externalFindingId: id,
  externalAssetId: 'a1',
  vendorProductName: 'Vendor SAST',
  name: `Finding ${id}`,
  severity: 3,
  findingStatus: status,
  ...more,
});

/** Records without their items. */
export const withoutItems = (records: readonly JsonObject[]): InventoryRecord[] =>
  records.map((record) => ({ record }));

interface Page {
  readonly run: string;
  readonly at: number;
  readonly connection?: string;
  readonly assets?: readonly JsonObject[];
  readonly findings?: readonly JsonObject[];
}

export const createPage = ({ run, at, connection = 'c1', assets = [], findings = [] }: Page): InventoryPage => ({
  connectionId: connection,
  runId: run,
  at,
  assets: withoutItems(assets),
  findings: withoutItems(findings),
});

/** Writes a page in a transaction of its own. */
export const writePage = (store: Store, page: Page): Promise<Written> =>
  store.transaction((tx) => store.write(tx, createPage(page)));

/** Closes what a run has not seen. */
export const closeUnseen = (store: Store, { run, at, connection = 'c1' }: Omit<Page, 'assets' | 'findings'>) =>
  store.transaction((tx) => store.closeAbsent(tx, { connectionId: connection, runId: run, at }));

/** All of an inventory that has a meaning, in order; without numbers that the database gives. */
export async function readContents({ db }: Store) {
  const assets = await db
    .selectFrom('asset as a')
    .innerJoin('asset_seen as s', 's.record_id', 'a.id')
    .select(['connection_id', 'external_id', 'record', 'first_seen_at', 'changed_at', 'a.run_id', 'gone_at'])
    .select(['s.run_id as seen_by', 's.seen_at'])
    .orderBy('connection_id')
    .orderBy('external_id')
    .execute();
  const findings = await db
    .selectFrom('finding as f')
    .innerJoin('finding_seen as s', 's.record_id', 'f.id')
    .select(['connection_id', 'external_id', 'record', 'status', 'first_seen_at', 'changed_at', 'f.run_id', 'gone_at'])
    .select(['s.run_id as seen_by', 's.seen_at'])
    .orderBy('connection_id')
    .orderBy('external_id')
    .execute();
  const history = await db
    .selectFrom('finding_status as h')
    .innerJoin('finding as f', 'f.id', 'h.finding_id')
    .select(['connection_id', 'external_id', 'h.at', 'h.run_id', 'h.status', 'reason'])
    .orderBy('connection_id')
    .orderBy('external_id')
    .orderBy('h.at')
    .execute();
  return { assets, findings, history };
}
