import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { buildWhere, type Query } from '../query/index.ts';
import type { ReadableStore } from './list-query.ts';

/** Ids of connections that send their secrets to the same hosts, oldest first: they may list the same findings. */
export type SiblingGroup = readonly string[];

type Db = Pick<ReadableStore, 'db'>;

/** Returns the groups of several connections to the same hosts. */
export async function findSiblings({ db }: Db): Promise<readonly SiblingGroup[]> {
  const rows = await db
    .selectFrom('secret as s')
    .innerJoin('connection as c', 'c.id', 's.connection_id')
    .select(['c.id', 'c.created_at', 's.origin'])
    .distinct()
    .orderBy('c.created_at')
    .orderBy('c.id')
    .execute();
  const groups = Map.groupBy(rows, ({ origin }) => origin);
  return [...groups.values()].map((group) => group.map(({ id }) => id)).filter(({ length }) => length > 1);
}

/** Condition on `o` and `r`: the vendor's own finding is the same. An id alone may occur on several hosts. */
const IS_SAME = sql<SqlBool>`o.external_id = r.external_id and o.external_asset_id = r.external_asset_id
  and o.product = r.product`;

/** Context of a query: `now` in epoch ms. */
interface Matching {
  readonly query: Query;
  readonly now: number;
}

/**
 * Selects the findings of a query. A finding that several connections to the same hosts list is one row: that of the
 * first connection whose row matches.
 */
export function matchingFindings(
  { kind }: ReadableStore,
  { query, now }: Matching,
  groups: readonly SiblingGroup[],
): RawBuilder<SqlBool> {
  const whereOf = (alias: string) => buildWhere(query, { entity: 'finding', alias, kind, now });
  const repeats = groups.flatMap((group) =>
    group.slice(1).map(
      (connection, at) => sql<SqlBool>`not (r.connection_id = ${connection} and exists (select 1 from finding as o
        where o.connection_id in (${sql.join(group.slice(0, at + 1))}) and ${IS_SAME} and ${whereOf('o')}))`,
    ),
  );
  return sql`${sql.join([whereOf('r'), ...repeats], sql` and `)}`;
}

/** Other connection that lists a finding. */
export interface OtherListing {
  /** Row of the finding in that connection. */
  readonly id: number;
  readonly connection: string;
}

/** Returns the other connections that list findings, by the number of the finding. */
export async function findOtherListings(
  store: Db,
  ids: readonly number[],
): Promise<ReadonlyMap<number, readonly OtherListing[]>> {
  const groups = await findSiblings(store);
  if (groups.length === 0 || ids.length === 0) return new Map();
  const inGroup = groups.map((group) => {
    const all = sql.join(group);
    return sql`(r.connection_id in (${all}) and o.connection_id in (${all}))`;
  });
  const { rows } = await sql<OtherListing & { finding: number }>`
    select r.id as finding, o.id, c.name as connection from finding as r
    join finding as o on ${IS_SAME} and o.id <> r.id and (${sql.join(inGroup, sql` or `)})
    join connection as c on c.id = o.connection_id
    where r.id in (${sql.join(ids)}) order by o.id`.execute(store.db);
  const found = Map.groupBy(rows, ({ finding }) => finding);
  return new Map(
    [...found].map(([id, others]) => [id, others.map(({ id: other, connection }) => ({ id: other, connection }))]),
  );
}
