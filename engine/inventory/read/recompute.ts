import { type RawBuilder, sql } from 'kysely';
import type { Entity } from '../query/index.ts';
import { BAD, type RiskScore } from '../risk/index.ts';
import type { ReadableStore } from './list-query.ts';
import { loadStoredScore } from './stored-score.ts';

/** Scope of a recomputation. */
export interface RecomputeScope {
  /** Only this connection; all if absent. */
  readonly connectionId?: string;
  /** Only findings that changed since then, or whose assets did (epoch ms); all if absent. */
  readonly since?: number;
  /** By default the store's formula, which never fails. */
  readonly score?: RiskScore;
}

/** Number of risks that changed, and of those where the custom formula failed and the built-in one was used. */
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

/** Writes changed risks; returns their number. */
async function writeScores({ db }: ReadableStore, entity: Entity, scored: readonly ScoredRow[]): Promise<number> {
  const changed = scored.filter(({ risk, score }) => risk !== score);
  if (changed.length === 0) return 0;
  const rows = changed.map(({ id, score }) => sql`(cast(${id} as bigint), cast(${score} as double precision))`);
  await sql`update ${sql.table(entity)} set risk = v.column2 from (values ${sql.join(rows)}) as v
    where ${sql.ref(`${entity}.id`)} = v.column1`.execute(db);
  return changed.length;
}

/** Position of a row in the order of its table's unique index, by which rows are read: linear in SQLite and PostgreSQL. */
interface RowKey {
  readonly connection_id: string;
  readonly external_id: string;
}

interface FindingFactsRow extends RowKey {
  readonly id: number;
  readonly risk: number | null;
  readonly severity: number;
  readonly cvss: number | null;
  readonly epss: number | null;
  readonly status: string;
  readonly criticality: string | null;
}

/** Converts a row to formula inputs, without nulls. */
export const toFindingFacts = ({
  severity,
  cvss,
  epss,
  status,
  criticality,
}: Omit<FindingFactsRow, 'id' | 'risk' | keyof RowKey>) => ({
  severity,
  status,
  ...(cvss === null ? {} : { cvss }),
  ...(epss === null ? {} : { epss }),
  ...(criticality === null ? {} : { criticality }),
});

interface AssetFactsRow extends RowKey {
  readonly id: number;
  readonly risk: number | null;
  readonly worst: number | null;
  readonly bad: number;
}

const FIRST: RowKey = { connection_id: '', external_id: '' };

/** Selects the rows after `key`, of one connection or of all. */
const selectAfter = ({ connectionId }: RecomputeScope, key: RowKey, alias: string): RawBuilder<unknown> => {
  const [connection, external] = [sql.ref(`${alias}.connection_id`), sql.ref(`${alias}.external_id`)];
  return connectionId === undefined
    ? sql`(${connection}, ${external}) > (${key.connection_id}, ${key.external_id})`
    : sql`${connection} = ${connectionId} and ${external} > ${key.external_id}`;
};

const inKeyOrder = (alias: string): RawBuilder<unknown> =>
  sql`order by ${sql.ref(`${alias}.connection_id`)}, ${sql.ref(`${alias}.external_id`)} limit ${BATCH}`;

async function readFindingsAfter(
  { db }: ReadableStore,
  key: RowKey,
  which: RecomputeScope,
): Promise<readonly FindingFactsRow[]> {
  const { since } = which;
  const changed = since === undefined ? sql`` : sql`and (f.changed_at >= ${since} or a.changed_at >= ${since})`;
  const { rows } = await sql<FindingFactsRow>`
    select f.id, f.connection_id, f.external_id, f.risk, f.severity, f.cvss, f.epss, f.status, a.criticality from finding as f
    left join asset as a on a.connection_id = f.connection_id and a.external_id = f.external_asset_id
    where ${selectAfter(which, key, 'f')} ${changed} ${inKeyOrder('f')}`.execute(db);
  return rows;
}

/** Counts an asset's findings by risk, from the index of findings by asset alone. */
export const selectAssetFacts = (id: RawBuilder<unknown>) => sql`
  (select max(f.risk) from finding as f where (f.connection_id, f.external_asset_id) = ${id}) as worst,
  (select count(*) from finding as f where (f.connection_id, f.external_asset_id) = ${id} and f.risk >= ${BAD}) as bad`;

async function readAssetsAfter(
  { db }: ReadableStore,
  key: RowKey,
  which: RecomputeScope,
): Promise<readonly AssetFactsRow[]> {
  const { rows } = await sql<AssetFactsRow>`
    select a.id, a.connection_id, a.external_id, a.risk, ${selectAssetFacts(sql`(a.connection_id, a.external_id)`)} from asset as a
    where ${selectAfter(which, key, 'a')} ${inKeyOrder('a')}`.execute(db);
  return rows;
}

async function eachBatch<Row extends RowKey>(
  read: (after: RowKey) => Promise<readonly Row[]>,
  write: (rows: readonly Row[]) => Promise<number>,
): Promise<number> {
  let changed = 0;
  for (let rows = await read(FIRST); rows.length > 0; rows = await read(rows.at(-1) ?? FIRST))
    changed += await write(rows);
  return changed;
}

/**
 * Recomputes risks of findings, then of their assets; returns the number of changes. After a run (`since` its start),
 * this covers findings that became FIXED and changed asset criticalities. Rejects if the formula fails.
 */
export async function recomputeRisk(store: ReadableStore, which: RecomputeScope = {}): Promise<RecomputeResult> {
  const own = await loadStoredScore(store.db);
  const { score = own } = which;
  const findings = await eachBatch(
    (key) => readFindingsAfter(store, key, which),
    async (rows) => {
      const scored: ScoredRow[] = [];
      for (const row of rows)
        scored.push({ id: row.id, risk: row.risk, score: (await score.finding(toFindingFacts(row))).score });
      return writeScores(store, 'finding', scored);
    },
  );
  const assets = await eachBatch(
    (key) => readAssetsAfter(store, key, which),
    async (rows) => {
      const scored: ScoredRow[] = [];
      for (const { id, risk, worst, bad } of rows)
        scored.push({ id, risk, score: (await score.asset({ worst: worst ?? 0, bad: Number(bad) })).score });
      return writeScores(store, 'asset', scored);
    },
  );
  return { findings, assets, failed: own.failed() };
}
