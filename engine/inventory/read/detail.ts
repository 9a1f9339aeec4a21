import { sql } from 'kysely';
import type { Json } from '../../base/json/types.ts';
import type { Risk, RiskScore } from '../risk/index.ts';
import { unpackRaw } from '../store/index.ts';
import type { ReadableStore } from './list-query.ts';
import { selectAssetFacts, toFindingFacts } from './recompute.ts';
import { type AssetItem, type FindingItem, readAssetsById, readFindingsById } from './record.ts';
import { loadStoredScore } from './stored-score.ts';

/** Status change of a finding. */
interface StatusEntry {
  readonly at: string;
  readonly status: string;
  /** Cause: the vendor, a run without the finding (absent), or one that had it again (returned). */
  readonly reason: string;
  readonly runId: string;
}

/** Run that last wrote a record. */
interface WritingRun {
  readonly id: string;
  readonly state: string;
  readonly reason: string;
  readonly startedAt?: string;
  readonly finishedAt?: string;
}

interface Detail<Item> {
  readonly item: Item;
  /** Item of the vendor, if stored. */
  readonly raw?: Json;
  /** Absent if the run's history was deleted, or the run had no connection. */
  readonly run?: WritingRun;
  readonly risk: Risk;
}

export interface FindingDetail extends Detail<FindingItem> {
  /** Oldest first. */
  readonly history: readonly StatusEntry[];
}

export interface AssetDetail extends Detail<AssetItem> {
  /** Rows of the same asset from other connections. */
  readonly alsoListedBy: readonly { readonly id: number; readonly connection: string; readonly assetType: string }[];
  /** Number of findings by status, of all severities. */
  readonly findings: Readonly<Record<string, number>>;
}

const formatInstant = (at: number) => new Date(at).toISOString();

async function findRun({ db }: ReadableStore, id: string): Promise<{ run?: WritingRun }> {
  const row = await db
    .selectFrom('run')
    .select(['id', 'state', 'reason', 'started_at', 'finished_at'])
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row) return {};
  const { state, reason, started_at: started, finished_at: finished } = row;
  return {
    run: {
      id,
      state,
      reason,
      ...(started === null ? {} : { startedAt: formatInstant(started) }),
      ...(finished === null ? {} : { finishedAt: formatInstant(finished) }),
    },
  };
}

const unpackRawItem = (raw: Uint8Array | null): { raw?: Json } =>
  raw === null ? {} : { raw: JSON.parse(unpackRaw(raw)) as Json };

/** Returns the details of a finding; undefined if it does not exist. */
export async function readFindingDetail(
  store: ReadableStore,
  id: number,
  given?: RiskScore,
): Promise<FindingDetail | undefined> {
  const [item] = await readFindingsById(store, [id]);
  if (!item) return undefined;
  const { db } = store;
  const row = await db
    .selectFrom('finding as f')
    .leftJoin('asset as a', (join) =>
      join.onRef('a.connection_id', '=', 'f.connection_id').onRef('a.external_id', '=', 'f.external_asset_id'),
    )
    .select(['f.raw', 'f.severity', 'f.cvss', 'f.epss', 'f.status', 'a.criticality'])
    .where('f.id', '=', id)
    .executeTakeFirstOrThrow();
  const history = await db
    .selectFrom('finding_status')
    .selectAll()
    .where('finding_id', '=', id)
    .orderBy('at')
    .execute();
  return {
    item,
    ...unpackRawItem(row.raw),
    ...(await findRun(store, item.runId)),
    risk: await (given ?? (await loadStoredScore(db))).finding(toFindingFacts(row)),
    history: history.map(({ at, status, reason, run_id }) => ({
      at: formatInstant(at),
      status,
      reason,
      runId: run_id,
    })),
  };
}

async function findOtherListings({ db }: ReadableStore, id: number): Promise<AssetDetail['alsoListedBy']> {
  const { rows } = await sql<{ id: number; connection: string; assetType: string }>`
    select o.id, coalesce(c.name, o.connection_id) as connection, o.asset_type as ${sql.ref('assetType')} from asset as a
    join asset as o on o.source = a.source and o.id <> a.id
      and coalesce(o.vendor_asset_id, o.external_id) = coalesce(a.vendor_asset_id, a.external_id)
    left join connection as c on c.id = o.connection_id where a.id = ${id} order by o.id`.execute(db);
  return rows;
}

/** Returns the details of an asset; undefined if it does not exist. */
export async function readAssetDetail(
  store: ReadableStore,
  id: number,
  given?: RiskScore,
): Promise<AssetDetail | undefined> {
  const [item] = await readAssetsById(store, [id]);
  if (!item) return undefined;
  const { rows } = await sql<{ raw: Uint8Array | null; worst: number | null; bad: number }>`
    select a.raw, ${selectAssetFacts(sql`(a.connection_id, a.external_id)`)} from asset as a where a.id = ${id}`.execute(
    store.db,
  );
  const [row] = rows;
  const counts = await store.db
    .selectFrom('finding')
    .select(({ fn }) => ['status', fn.countAll().as('count')])
    .where('connection_id', '=', item.connectionId)
    .where('external_asset_id', '=', String(item.record['externalAssetId']))
    .groupBy('status')
    .execute();
  return {
    item,
    ...unpackRawItem(row?.raw ?? null),
    ...(await findRun(store, item.runId)),
    risk: await (given ?? (await loadStoredScore(store.db))).asset({
      worst: row?.worst ?? 0,
      bad: Number(row?.bad ?? 0),
    }),
    alsoListedBy: await findOtherListings(store, id),
    findings: Object.fromEntries(counts.map(({ status, count }) => [status, Number(count)])),
  };
}
