import { sql } from 'kysely';
import type { Json } from '../../base/json/types.ts';
import type { Risk, RiskScore } from '../risk/index.ts';
import { unpackRaw } from '../store/index.ts';
import type { Reading } from './page.ts';
import { assetFacts, findingFacts } from './recompute.ts';
import { type AssetItem, assetsById, type FindingItem, findingsById } from './record.ts';
import { storedScore } from './stored-score.ts';

/** A status that a finding had. */
interface StatusEntry {
  readonly at: string;
  readonly status: string;
  /** Who said so: the vendor, a run that no longer had it (absent), one that had it again (returned). */
  readonly reason: string;
  readonly runId: string;
}

/** The run that wrote a record last. */
interface WritingRun {
  readonly id: string;
  readonly state: string;
  readonly reason: string;
  readonly startedAt?: string;
  readonly finishedAt?: string;
}

interface Detail<Item> {
  readonly item: Item;
  /** The vendor's item, where it was kept. */
  readonly raw?: Json;
  /** Absent where the run's history is no longer there, or was made without a connection. */
  readonly run?: WritingRun;
  readonly risk: Risk;
}

export interface FindingDetail extends Detail<FindingItem> {
  /** Oldest first. */
  readonly history: readonly StatusEntry[];
}

export interface AssetDetail extends Detail<AssetItem> {
  /** The same asset as others list it. */
  readonly alsoListedBy: readonly { readonly id: number; readonly connection: string; readonly assetType: string }[];
  /** How many findings of each status, of all severities. */
  readonly findings: Readonly<Record<string, number>>;
}

const isoOf = (at: number) => new Date(at).toISOString();

async function runOf({ db }: Reading, id: string): Promise<{ run?: WritingRun }> {
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
      ...(started === null ? {} : { startedAt: isoOf(started) }),
      ...(finished === null ? {} : { finishedAt: isoOf(finished) }),
    },
  };
}

const rawOf = (raw: Uint8Array | null): { raw?: Json } =>
  raw === null ? {} : { raw: JSON.parse(unpackRaw(raw)) as Json };

/** All that is known of one finding; undefined when there is no such one. */
export async function findingDetail(store: Reading, id: number, given?: RiskScore): Promise<FindingDetail | undefined> {
  const [item] = await findingsById(store, [id]);
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
    ...rawOf(row.raw),
    ...(await runOf(store, item.runId)),
    risk: await (given ?? (await storedScore(db))).finding(findingFacts(row)),
    history: history.map(({ at, status, reason, run_id }) => ({ at: isoOf(at), status, reason, runId: run_id })),
  };
}

async function othersOf({ db }: Reading, id: number): Promise<AssetDetail['alsoListedBy']> {
  const { rows } = await sql<{ id: number; connection: string; assetType: string }>`
    select o.id, coalesce(c.name, o.connection_id) as connection, o.asset_type as ${sql.ref('assetType')} from asset as a
    join asset as o on o.source = a.source and o.id <> a.id
      and coalesce(o.vendor_asset_id, o.external_id) = coalesce(a.vendor_asset_id, a.external_id)
    left join connection as c on c.id = o.connection_id where a.id = ${id} order by o.id`.execute(db);
  return rows;
}

/** All that is known of one asset; undefined when there is no such one. */
export async function assetDetail(store: Reading, id: number, given?: RiskScore): Promise<AssetDetail | undefined> {
  const [item] = await assetsById(store, [id]);
  if (!item) return undefined;
  const { rows } = await sql<{ raw: Uint8Array | null; worst: number | null; bad: number }>`
    select a.raw, ${assetFacts(sql`(a.connection_id, a.external_id)`)} from asset as a where a.id = ${id}`.execute(
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
    ...rawOf(row?.raw ?? null),
    ...(await runOf(store, item.runId)),
    risk: await (given ?? (await storedScore(store.db))).asset({ worst: row?.worst ?? 0, bad: Number(row?.bad ?? 0) }),
    alsoListedBy: await othersOf(store, id),
    findings: Object.fromEntries(counts.map(({ status, count }) => [status, Number(count)])),
  };
}
