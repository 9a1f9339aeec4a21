import { type RawBuilder, sql } from 'kysely';
import { type Entity, type Query, whereOf } from '../query/index.ts';
import type { Reading } from './page.ts';

/** A field that records are counted by, and the column that it stands in. */
export interface FacetColumn {
  readonly entity: Entity;
  readonly field: string;
  readonly name: string;
}

/** What is counted: the records of a query, by each of these columns. */
export interface Counting {
  readonly entity: Entity;
  readonly query: Query;
  readonly now: number;
  readonly columns: readonly FacetColumn[];
}

export interface Counted {
  readonly total: number;
  /** Records by value, for each column; what has no value is not counted. */
  readonly values: ReadonlyMap<FacetColumn, ReadonlyMap<string, number>>;
}

/** Columns whose values are counted together, and from what. */
interface Part {
  readonly columns: readonly FacetColumn[];
  readonly from: RawBuilder<unknown>;
  readonly count: RawBuilder<unknown>;
}

const WIDEST = 4;

/** A finding is one; an asset that several connections list is one, too. */
const ONE: Readonly<Record<Entity, RawBuilder<unknown>>> = {
  finding: sql`count(*)`,
  asset: sql`count(distinct m.source || ' ' || coalesce(m.vendor_asset_id, m.external_id))`,
};

/** Findings are counted by their asset first: there are many to each, and it is looked up once. */
const ASSETS_OF_FINDINGS = sql`(select connection_id, external_asset_id, count(*) as found from m
  group by connection_id, external_asset_id) as f
  join asset as m on m.connection_id = f.connection_id and m.external_id = f.external_asset_id`;

/** Of columns with few values the combinations are few as well: they are grouped in one go. */
const HAS_MANY: ReadonlySet<string> = new Set(['cwe']);

function partsOf(entity: Entity, columns: readonly FacetColumn[]): Part[] {
  const [from, count] = [sql`m`, ONE[entity]];
  // What several connections list is one in each of the counts, so that they cannot be added up.
  if (entity === 'asset') return columns.map((one) => ({ columns: [one], from, count }));
  const own = columns.filter((one) => one.entity === 'finding');
  const few = own.filter(({ name }) => !HAS_MANY.has(name));
  const many = own.filter(({ name }) => HAS_MANY.has(name)).map((one) => ({ columns: [one], from, count }));
  const ofAssets = columns.filter((one) => one.entity === 'asset');
  const parts = [
    { columns: few, from, count },
    ...many,
    { columns: ofAssets, from: ASSETS_OF_FINDINGS, count: sql`sum(f.found)` },
  ];
  return parts.filter((part) => part.columns.length > 0);
}

/** What the parts need of each record. */
const NEEDED: Readonly<Record<Entity, RawBuilder<unknown>>> = {
  finding: sql`r.severity, r.status, r.product, r.connection_id, r.external_asset_id, r.cwe`,
  asset: sql`r.source, r.asset_type, r.criticality, r.connection_id, r.vendor_asset_id, r.external_id`,
};

function select({ columns, from, count }: Part, index: number): RawBuilder<unknown> {
  const values = Array.from({ length: WIDEST }, (_, at) => {
    const value = columns[at] ? sql.ref(`m.${columns[at].name}`) : sql`null`;
    return sql`cast(${value} as text) as ${sql.ref(`v${at}`)}`;
  });
  const grouped =
    columns.length === 0 ? sql`` : sql`group by ${sql.join(columns.map(({ name }) => sql.ref(`m.${name}`)))}`;
  return sql`select ${sql.lit(index)} as part, ${count} as count, ${sql.join(values)} from ${from} ${grouped}`;
}

type Row = Readonly<Record<string, string | number | null>>;

function added(parts: readonly Part[], rows: readonly Row[]): Counted['values'] {
  const values = new Map<FacetColumn, Map<string, number>>();
  for (const row of rows)
    for (const [at, column] of (parts[Number(row['part'])]?.columns ?? []).entries()) {
      const value = row[`v${at}`];
      if (typeof value !== 'string') continue;
      const counts = values.get(column) ?? new Map<string, number>();
      counts.set(value, (counts.get(value) ?? 0) + Number(row['count']));
      values.set(column, counts);
    }
  return values;
}

/** Counts the records of a query by several columns, looking for them once. */
export async function countBy(store: Reading, { entity, query, now, columns }: Counting): Promise<Counted> {
  const where = whereOf(query, { entity, alias: 'r', kind: store.kind, now });
  const total: Part = { columns: [], from: sql`m`, count: ONE[entity] };
  const parts = [total, ...partsOf(entity, columns)];
  const { rows } = await sql<Row>`with m as materialized (select ${NEEDED[entity]} from ${sql.table(entity)} as r
    where ${where}) ${sql.join(parts.map(select), sql` union all `)}`.execute(store.db);
  const count = rows.find((row) => Number(row['part']) === 0)?.['count'];
  return { total: Number(count ?? 0), values: added(parts, rows) };
}
