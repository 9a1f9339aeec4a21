import { ALL, type Entity, getField, type Query, removeField } from '../query/index.ts';
import { type CountResult, countBy, type FacetColumn } from './count-by.ts';
import type { ReadableStore } from './list-query.ts';

/** A value of a facet and how many records have it. */
interface FacetValue {
  readonly value: string | number;
  readonly count: number;
}

/** The most frequent values of a field. */
interface Facet {
  readonly entity: Entity;
  readonly field: string;
  readonly values: readonly FacetValue[];
  /** Records with values beyond those. */
  readonly others: number;
}

/** How many records satisfy a query, and what they are. */
export interface Facets {
  readonly total: number;
  readonly facets: readonly Facet[];
}

const facetColumn = (entity: Entity, field: string, name: string): FacetColumn => ({ entity, field, name });

/** The facets of an entity, in the order in which they are shown. */
const COLUMNS: Readonly<Record<Entity, readonly FacetColumn[]>> = {
  finding: [
    facetColumn('finding', 'severity', 'severity'),
    facetColumn('finding', 'status', 'status'),
    facetColumn('finding', 'vendorProductName', 'product'),
    facetColumn('asset', 'source', 'source'),
    facetColumn('asset', 'assetType', 'asset_type'),
    facetColumn('asset', 'criticality', 'criticality'),
    facetColumn('finding', 'cweId', 'cwe'),
    facetColumn('finding', 'connection', 'connection_id'),
  ],
  asset: [
    facetColumn('asset', 'source', 'source'),
    facetColumn('asset', 'assetType', 'asset_type'),
    facetColumn('asset', 'criticality', 'criticality'),
    facetColumn('asset', 'connection', 'connection_id'),
  ],
};

const MOST = 20;

const compareByCount = (one: FacetValue, other: FacetValue) =>
  other.count - one.count || (String(one.value) < String(other.value) ? -1 : 1);

function buildFacet({ entity, field }: FacetColumn, counts: ReadonlyMap<string, number>): Facet {
  const isNumber = getField(entity, field)?.kind === 'integer';
  const values = [...counts]
    .map(([value, count]) => ({ value: isNumber ? Number(value) : value, count }))
    .sort(compareByCount);
  const others = values.slice(MOST).reduce((sum, { count }) => sum + count, 0);
  return { entity, field, values: values.slice(0, MOST), others };
}

/** Connections are shown by their names, as they are asked for. */
async function nameConnections(
  { db }: ReadableStore,
  counts: ReadonlyMap<string, number>,
): Promise<Map<string, number>> {
  const rows = await db.selectFrom('connection').select(['id', 'name']).execute();
  const names = new Map(rows.map(({ id, name }) => [id, name]));
  return new Map([...counts].map(([id, count]) => [names.get(id) ?? id, count]));
}

/** What facets are asked of. */
export interface FacetQuery {
  readonly query?: Query;
  /** Only these facets; all where it is absent. */
  readonly fields?: readonly string[];
  readonly now: number;
}

/**
 * How many records satisfy a query, and what they are, field by field. Each facet is counted without the query's own
 * conditions on its field, so that what else could be chosen can be seen.
 */
export async function countFacets(store: ReadableStore, entity: Entity, asked: FacetQuery): Promise<Facets> {
  const { query = ALL, now, fields } = asked;
  const columns = COLUMNS[entity].filter(({ field }) => fields?.includes(field) ?? true);
  const isPlain = (one: FacetColumn) => removeField(query, one.entity, one.field) === query;
  // Those that the query says nothing about are counted in one go, over what it finds; the others each over more.
  const together = await countBy(store, { entity, query, now, columns: columns.filter(isPlain) });
  const counted = new Map<FacetColumn, CountResult['values']>();
  for (const one of columns.filter((each) => !isPlain(each))) {
    const wider = removeField(query, one.entity, one.field);
    counted.set(one, (await countBy(store, { entity, query: wider, now, columns: [one] })).values);
  }
  const facets: Facet[] = [];
  for (const one of columns) {
    const counts = (counted.get(one) ?? together.values).get(one) ?? new Map();
    facets.push(buildFacet(one, one.field === 'connection' ? await nameConnections(store, counts) : counts));
  }
  return { total: together.total, facets };
}
