import { type RawBuilder, sql } from 'kysely';
import type { Entity } from '../query/index.ts';
import { BAD, type RiskScore } from '../risk/index.ts';
import type { ReadableStore } from './list-query.ts';
import { loadStoredScore } from './stored-score.ts';

/** Which risks are made anew. */
export interface RecomputeScope {
  /** Only this connection's; all where it is absent. */
  readonly connectionId?: string;
  /** Only findings that changed since, or whose assets did (epoch ms); all where it is absent. */
  readonly since?: number;
  /** The store's own where it is absent: that one never fails. */
  readonly score?: RiskScore;
}

/** How many risks changed, and how many the user's formula did not give: the published one stands for those. */
export interface RecomputeResult {
  readonly findings: number;
  readonly assets: number;
  readonly failed: number;
}

const BATCH = 1_000;

interface ScoredRow {
  readonly id: number;
  readonly risk: number | null;
  readonly score: number;
}

/** Writes what differs; says how many did. */
async function writeScores({ db }: ReadableStore, entity: Entity, scored: readonly ScoredRow[]): Promise<number> {
  const changed = scored.filter(({ risk, score }) => risk !== score);
  if (changed.length === 0) return 0;
  const rows = changed.map(({ id, score }) => sql`(cast(${id} as bigint), cast(${score} as double precision))`);
  await sql`update ${sql.table(entity)} set risk = v.column2 from (values ${sql.join(rows)}) as v
    where ${sql.ref(`${entity}.id`)} = v.column1`.execute(db);
  return changed.length;
}

interface FindingFactsRow {
  readonly id: number;
  readonly risk: number | null;
  readonly severity: number;
  readonly cvss: number | null;
  readonly epss: number | null;
  readonly status: string;
  readonly criticality: string | null;
}

/** A row as the formula takes it: what is null is not given. */
export const toFindingFacts = ({
  severity,
  cvss,
  epss,
  status,
  criticality,
}: Omit<FindingFactsRow, 'id' | 'risk'>) => ({
  severity,
  status,
  ...(cvss === null ? {} : { cvss }),
  ...(epss === null ? {} : { epss }),
  ...(criticality === null ? {} : { criticality }),
});

interface AssetFactsRow {
  readonly id: number;
  readonly risk: number | null;
  readonly worst: number | null;
  readonly bad: number;
}

const connectionCondition = ({ connectionId }: RecomputeScope, alias: string): RawBuilder<unknown> =>
  connectionId === undefined ? sql`` : sql`and ${sql.ref(`${alias}.connection_id`)} = ${connectionId}`;

async function readFindingsAfter(
  { db }: ReadableStore,
  id: number,
  which: RecomputeScope,
): Promise<readonly FindingFactsRow[]> {
  const { since } = which;
  const changed = since === undefined ? sql`` : sql`and (f.changed_at >= ${since} or a.changed_at >= ${since})`;
  const { rows } = await sql<FindingFactsRow>`
    select f.id, f.risk, f.severity, f.cvss, f.epss, f.status, a.criticality from finding as f
    left join asset as a on a.connection_id = f.connection_id and a.external_id = f.external_asset_id
    where f.id > ${id} ${connectionCondition(which, 'f')} ${changed} order by f.id limit ${BATCH}`.execute(db);
  return rows;
}

/** How many of a finding's kind an asset has, and how bad they are: from the index of findings by asset alone. */
export const selectAssetFacts = (id: RawBuilder<unknown>) => sql`
  (select max(f.risk) from finding as f where (f.connection_id, f.external_asset_id) = ${id}) as worst,
  (select count(*) from finding as f where (f.connection_id, f.external_asset_id) = ${id} and f.risk >= ${BAD}) as bad`;

async function readAssetsAfter(
  { db }: ReadableStore,
  id: number,
  which: RecomputeScope,
): Promise<readonly AssetFactsRow[]> {
  const { rows } = await sql<AssetFactsRow>`
    select a.id, a.risk, ${selectAssetFacts(sql`(a.connection_id, a.external_id)`)} from asset as a
    where a.id > ${id} ${connectionCondition(which, 'a')} order by a.id limit ${BATCH}`.execute(db);
  return rows;
}

async function eachBatch<Row extends { readonly id: number }>(
  read: (id: number) => Promise<readonly Row[]>,
  write: (rows: readonly Row[]) => Promise<number>,
): Promise<number> {
  let changed = 0;
  for (let rows = await read(0); rows.length > 0; rows = await read(rows.at(-1)?.id ?? 0)) changed += await write(rows);
  return changed;
}

/**
 * Makes risks anew: of findings, then of the assets that they belong to; says how many changed. After a run (`since` its
 * start) it takes in what became FIXED and what an asset's criticality did. Rejects as the formula does.
 */
export async function recomputeRisk(store: ReadableStore, which: RecomputeScope = {}): Promise<RecomputeResult> {
  const own = await loadStoredScore(store.db);
  const { score = own } = which;
  const findings = await eachBatch(
    (id) => readFindingsAfter(store, id, which),
    async (rows) => {
      const scored: ScoredRow[] = [];
      for (const row of rows)
        scored.push({ id: row.id, risk: row.risk, score: (await score.finding(toFindingFacts(row))).score });
      return writeScores(store, 'finding', scored);
    },
  );
  const assets = await eachBatch(
    (id) => readAssetsAfter(store, id, which),
    async (rows) => {
      const scored: ScoredRow[] = [];
      for (const { id, risk, worst, bad } of rows)
        scored.push({ id, risk, score: (await score.asset({ worst: worst ?? 0, bad: Number(bad) })).score });
      return writeScores(store, 'asset', scored);
    },
  );
  return { findings, assets, failed: own.failed() };
}
