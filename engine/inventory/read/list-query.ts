import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { ALL, buildWhere, type Entity, type Query } from '../query/index.ts';
import type { Store } from '../store/index.ts';
import { formatPageToken, type PageKey, parsePageToken } from './page-token.ts';
import { findSiblings, matchingFindings } from './shared-findings.ts';
import { buildSortKey, DEFAULT_SORT, parseSort, type Sort } from './sort.ts';

/** Part of a store that reads use. */
export type ReadableStore = Pick<Store, 'db' | 'kind'>;

/** Records to list, their order and the start. */
export interface ListQuery {
  readonly query?: Query;
  /** Field to sort by, with a `-` prefix for descending order; by default the worst risk first. */
  readonly sort?: string;
  /** `next` of the previous page. */
  readonly after?: string;
  readonly limit?: number;
  /** Value of `now` in the query, epoch ms. */
  readonly now: number;
}

/** Row numbers in order, and the token of the next page; no `next` on the last page. */
export interface KeyPage {
  readonly ids: readonly number[];
  readonly next: string | undefined;
}

const PAGE = 50;

type Condition = RawBuilder<SqlBool>;

/**
 * Selects the rows of a query. An asset that several connections of a vendor list is one row, and so is a finding that
 * several connections to the same hosts list: the first that matches.
 */
export async function matchingRows(
  entity: Entity,
  query: Query,
  store: ReadableStore,
  now: number,
): Promise<{ readonly where: Condition }> {
  if (entity === 'finding') return { where: matchingFindings(store, { query, now }, await findSiblings(store)) };
  const where = buildWhere(query, { entity, alias: 'r', kind: store.kind, now });
  return {
    where: sql`r.id in (select min(r.id) from asset as r where ${where} group by r.source, coalesce(r.vendor_asset_id, r.external_id))`,
  };
}

/** Rows with a sort value come before rows without: each part is a range of an index. */
function pagePart(part: 'some' | 'none', after: PageKey | undefined, key: RawBuilder<unknown>, sort: Sort): Condition {
  const beyond = sort.isDescending ? sql`<` : sql`>`;
  const isNone = part === 'none';
  const has: Condition = isNone ? sql`${key} is null` : sql`${key} is not null`;
  if (!after || (isNone && after.value !== null)) return has;
  if (isNone) return sql`${has} and r.id ${beyond} ${after.id}`;
  return sql`(${key}, r.id) ${beyond} (${after.value}, ${after.id})`;
}

interface Found {
  readonly id: number;
  readonly key: string | number | null;
}

/** Returns the next rows by key: concurrent inserts neither repeat nor hide a row. */
export async function listKeys(store: ReadableStore, entity: Entity, asked: ListQuery): Promise<KeyPage> {
  const { query = ALL, limit = PAGE, now } = asked;
  const sort = parseSort(asked.sort ?? DEFAULT_SORT, entity);
  const after = asked.after === undefined ? undefined : parsePageToken(asked.after, sort);
  const key = buildSortKey(sort, 'r', store.kind);
  const direction = sort.isDescending ? sql`desc` : sql`asc`;
  // The condition is wrapped, because a builder that is returned from an async function would be executed.
  const { where: rows } = await matchingRows(entity, query, store, now);
  const found: Found[] = [];
  for (const part of after?.value === null ? (['none'] as const) : (['some', 'none'] as const)) {
    if (found.length > limit) break;
    const order = part === 'some' ? sql`${key} ${direction}, r.id ${direction}` : sql`r.id ${direction}`;
    const page = await sql<Found>`select r.id, ${key} as key from ${sql.table(entity)} as r
      where ${pagePart(part, after, key, sort)} and ${rows} order by ${order} limit ${limit + 1 - found.length}`.execute(
      store.db,
    );
    found.push(...page.rows);
  }
  const shown = found.slice(0, limit);
  const last = shown.at(-1);
  const isMore = found.length > limit && last !== undefined;
  return {
    ids: shown.map(({ id }) => id),
    next: isMore ? formatPageToken(sort, { value: last.key, id: last.id }) : undefined,
  };
}
