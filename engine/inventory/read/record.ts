import type { JsonObject } from '../../base/json/types.ts';
import type { Store } from '../store/index.ts';
import type { AssetRow, FindingRow } from '../store/tables.ts';
import { findOtherListings, type OtherListing } from './shared-findings.ts';

/** Inventory data of a record, in addition to the record itself. */
interface InventoryFields {
  /** Row number. */
  readonly id: number;
  readonly connectionId: string;
  /** Name of the connection, or its id if it is not saved. */
  readonly connection: string;
  /** 0 to 100; absent if not stored. */
  readonly risk?: number;
  readonly firstSeenOn: string;
  readonly lastSeenOn: string;
  readonly changedOn: string;
  /** Run that last wrote it. */
  readonly runId: string;
}

export interface AssetItem extends InventoryFields {
  readonly record: JsonObject;
  /** Time at which a complete run no longer contained it. */
  readonly goneOn?: string;
}

export interface FindingItem extends InventoryFields {
  /** Current record, with the status of this inventory. */
  readonly record: JsonObject;
  /** Its asset, if known. */
  readonly asset?: { readonly id: number; readonly name: string; readonly source: string; readonly assetType: string };
  /** Other connections to the same hosts that list it. */
  readonly alsoListedBy?: readonly OtherListing[];
}

const formatInstant = (at: number) => new Date(at).toISOString();

/** Row as the lists below select it. */
interface InventoryFieldsRow {
  readonly id: number;
  readonly connection_id: string;
  readonly connection_name: string | null;
  readonly risk: number | null;
  readonly first_seen_at: number;
  readonly seen_at: number | null;
  readonly changed_at: number;
  readonly run_id: string;
}

const toInventoryFields = (row: InventoryFieldsRow): InventoryFields => ({
  id: row.id,
  connectionId: row.connection_id,
  connection: row.connection_name ?? row.connection_id,
  ...(row.risk === null ? {} : { risk: row.risk }),
  firstSeenOn: formatInstant(row.first_seen_at),
  lastSeenOn: formatInstant(row.seen_at ?? row.first_seen_at),
  changedOn: formatInstant(row.changed_at),
  runId: row.run_id,
});

/**
 * Returns a finding's current record: the status is the store's, which tracks findings that complete runs no longer
 * contain or contain again, and so is the date on which an absent one was fixed.
 */
function currentRecord({ record, status, gone_at }: Pick<FindingRow, 'record' | 'status' | 'gone_at'>): JsonObject {
  const own = JSON.parse(record) as JsonObject;
  const isGone = status === 'FIXED' && gone_at !== null && own['fixedOn'] === undefined;
  return { ...own, findingStatus: status, ...(isGone ? { fixedOn: formatInstant(gone_at) } : {}) };
}

/** Sorts rows by the order of `numbers`. */
const sortByIds = <Row extends { readonly id: number }>(rows: readonly Row[], ids: readonly number[]): Row[] => {
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => byId.get(id) ?? []);
};

type Db = Pick<Store, 'db'>;

/** Returns the assets with these numbers, in order. */
export async function readAssetsById({ db }: Db, ids: readonly number[]): Promise<AssetItem[]> {
  if (ids.length === 0) return [];
  const rows = await db
    .selectFrom('asset as r')
    .leftJoin('connection as c', 'c.id', 'r.connection_id')
    .leftJoin('asset_seen as s', 's.record_id', 'r.id')
    .select(['r.id', 'r.connection_id', 'c.name as connection_name', 'r.risk', 'r.first_seen_at', 's.seen_at'])
    .select(['r.changed_at', 'r.run_id', 'r.record', 'r.gone_at'])
    .where('r.id', 'in', ids)
    .execute();
  return sortByIds(rows, ids).map((row) => ({
    ...toInventoryFields(row),
    record: JSON.parse(row.record) as JsonObject,
    ...(row.gone_at === null ? {} : { goneOn: formatInstant(row.gone_at) }),
  }));
}

type AssetColumns = Pick<AssetRow, 'name' | 'source' | 'asset_type'>;

const toAssetSummary = (
  id: number | null,
  { name, source, asset_type }: { [C in keyof AssetColumns]: AssetColumns[C] | null },
) =>
  id === null || name === null || source === null || asset_type === null
    ? {}
    : { asset: { id, name, source, assetType: asset_type } };

/** Returns the findings with these numbers, in order. */
export async function readFindingsById(store: Db, ids: readonly number[]): Promise<FindingItem[]> {
  if (ids.length === 0) return [];
  const others = await findOtherListings(store, ids);
  const rows = await store.db
    .selectFrom('finding as r')
    .leftJoin('connection as c', 'c.id', 'r.connection_id')
    .leftJoin('finding_seen as s', 's.record_id', 'r.id')
    .leftJoin('asset as a', (join) =>
      join.onRef('a.connection_id', '=', 'r.connection_id').onRef('a.external_id', '=', 'r.external_asset_id'),
    )
    .select(['r.id', 'r.connection_id', 'c.name as connection_name', 'r.risk', 'r.first_seen_at', 's.seen_at'])
    .select(['r.changed_at', 'r.run_id', 'r.record', 'r.status', 'r.gone_at'])
    .select(['a.id as asset_id', 'a.name', 'a.source', 'a.asset_type'])
    .where('r.id', 'in', ids)
    .execute();
  return sortByIds(rows, ids).map((row) => ({
    ...toInventoryFields(row),
    record: currentRecord(row),
    ...toAssetSummary(row.asset_id, row),
    ...(others.has(row.id) ? { alsoListedBy: others.get(row.id) ?? [] } : {}),
  }));
}
