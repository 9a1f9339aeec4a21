import { type RawBuilder, sql } from 'kysely';
import { buildWhere, type Entity, type Query } from '../query/index.ts';
import { unpackValues } from '../store/inventory/packed.ts';
import type { ReadableStore } from './list-query.ts';
import { findSiblings, matchingFindings } from './shared-findings.ts';

/** Field that records are counted by, and its column. */
export interface FacetColumn {
  readonly entity: Entity;
  readonly field: string;
  readonly name: string;
  /** The column may contain several packed values; a record counts for each of them. */
  readonly packed?: true;
}

/** Query whose records are counted by each of these columns. */
export interface CountRequest {
  readonly entity: Entity;
  readonly query: Query;
  readonly now: number;
  readonly columns: readonly FacetColumn[];
  /** If true, a finding counts once for each connection that lists it. */
  readonly each?: boolean;
}

export interface CountResult {
  readonly total: number;
  /** Number of records by value, for each column; records without a value are not counted. */
  readonly values: ReadonlyMap<FacetColumn, ReadonlyMap<string, number>>;
}

/** Columns whose values are counted together, and their source. */
interface Part {
  readonly columns: readonly FacetColumn[];
  /** Table expression for `m`, which contains the columns. */
  readonly from: RawBuilder<unknown>;
  readonly count: RawBuilder<unknown>;
}

/** Common table expressions and the parts that count; the first part is the total. */
interface Plan {
  readonly tables: RawBuilder<unknown>;
  readonly parts: readonly Part[];
}

const WIDEST = 4;

/** Fields of the index finding_of_asset: a query about these alone is counted in index order, without sorting. */
const INDEXED: ReadonlySet<string> = new Set([
  'severity',
  'status',
  'vendorProductName',
  'cweId',
  'connection',
  'risk',
  'externalAssetId',
]);

/** Returns true if all conditions of a query about findings use columns of that index. */
function isCoveredByIndex(query: Query): boolean {
  switch (query.kind) {
    case 'all':
      return true;
    case 'and':
    case 'or':
      return query.of.every(isCoveredByIndex);
    case 'not':
      return isCoveredByIndex(query.of);
    case 'within':
      return query.entity === 'asset';
    case 'term':
      return query.entity === 'asset' || INDEXED.has(query.field);
    case 'text':
      return false;
  }
}

/**
 * Findings are grouped by columns with few values first; the counts add up these groups. CWEs have many values and are
 * counted separately. Matches are materialized only where finding them twice, or in index order, would cost more.
 */
function planFindingCounts({ columns, query }: CountRequest, where: RawBuilder<unknown>, isShared: boolean): Plan {
  const count = sql`sum(found)`;
  const own = columns.filter(({ entity, name }) => entity === 'finding' && name !== 'cwe');
  const ofAssets = columns.filter(({ entity }) => entity === 'asset');
  const assets = sql`base join asset as m on m.connection_id = base.connection_id and m.external_id = base.external_asset_id`;
  const parts = [
    { columns: own, from: sql`base as m`, count },
    { columns: ofAssets, from: assets, count },
    { columns: columns.filter(({ name }) => name === 'cwe'), from: sql`hit as m`, count: sql`count(*)` },
  ];
  const kept = !isShared && isCoveredByIndex(query) ? sql`not materialized` : sql`materialized`;
  return {
    tables: sql`hit as ${kept} (
      select r.connection_id, r.external_asset_id, r.severity, r.status, r.product, r.cwe from finding as r where ${where}
    ), base as materialized (
      select connection_id, external_asset_id, severity, status, product, count(*) as found from hit
      group by connection_id, external_asset_id, severity, status, product)`,
    parts: [{ columns: [], from: sql`base as m`, count }, ...parts.filter((part) => part.columns.length > 0)],
  };
}

/** An asset that several connections list counts once in each count, so that counts cannot be added up. */
function planAssetCounts({ columns }: CountRequest, where: RawBuilder<unknown>): Plan {
  const from = sql`hit as m`;
  const count = sql`count(distinct m.source || ' ' || coalesce(m.vendor_asset_id, m.external_id))`;
  return {
    tables: sql`hit as materialized (
      select r.source, r.asset_type, r.criticality, r.operating_system, r.connection_id, r.vendor_asset_id, r.external_id
      from asset as r where ${where})`,
    parts: [{ columns: [], from, count }, ...columns.map((one) => ({ columns: [one], from, count }))],
  };
}

const PLANS = { asset: planAssetCounts, finding: planFindingCounts };

function buildSelect({ columns, from, count }: Part, index: number): RawBuilder<unknown> {
  const values = Array.from({ length: WIDEST }, (_, at) => {
    const value = columns[at] ? sql.ref(`m.${columns[at].name}`) : sql`null`;
    return sql`cast(${value} as text) as ${sql.ref(`v${at}`)}`;
  });
  const grouped =
    columns.length === 0 ? sql`` : sql`group by ${sql.join(columns.map(({ name }) => sql.ref(`m.${name}`)))}`;
  return sql`select ${sql.lit(index)} as part, ${count} as count, ${sql.join(values)} from ${from} ${grouped}`;
}

type Row = Readonly<Record<string, string | number | null>>;

function addCounts(parts: readonly Part[], rows: readonly Row[]): CountResult['values'] {
  const values = new Map<FacetColumn, Map<string, number>>();
  for (const row of rows)
    for (const [at, column] of (parts[Number(row['part'])]?.columns ?? []).entries()) {
      const value = row[`v${at}`];
      if (typeof value !== 'string') continue;
      const counts = values.get(column) ?? new Map<string, number>();
      for (const one of column.packed ? unpackValues(value) : [value])
        counts.set(one, (counts.get(one) ?? 0) + Number(row['count']));
      values.set(column, counts);
    }
  return values;
}

/** Counts the records of a query by several columns. */
export async function countBy(store: ReadableStore, counting: CountRequest): Promise<CountResult> {
  const { entity, query, now, each = false } = counting;
  const groups = entity === 'finding' && !each ? await findSiblings(store) : [];
  const where =
    groups.length > 0
      ? matchingFindings(store, { query, now }, groups)
      : buildWhere(query, { entity, alias: 'r', kind: store.kind, now });
  const { tables, parts } = PLANS[entity](counting, where, groups.length > 0);
  const { rows } = await sql<Row>`with ${tables} ${sql.join(parts.map(buildSelect), sql` union all `)}`.execute(
    store.db,
  );
  const total = rows.find((row) => Number(row['part']) === 0)?.['count'];
  return { total: Number(total ?? 0), values: addCounts(parts, rows) };
}
