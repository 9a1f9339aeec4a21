import { ALL, type Entity, getField, type Query, removeField } from '../query/index.ts';
import { type CountResult, countBy, type FacetColumn } from './count-by.ts';
import type { ReadableStore } from './list-query.ts';

/** Value of a facet and its number of records. */
interface FacetValue {
  readonly value: string | number;
  readonly count: number;
}

/** Most frequent values of a field. */
interface Facet {
  readonly entity: Entity;
  readonly field: string;
  readonly values: readonly FacetValue[];
  /** Records with other values. */
  readonly others: number;
}

/** Number of records that match a query, and their facets. */
export interface Facets {
  readonly total: number;
  readonly facets: readonly Facet[];
}

const facetColumn = (entity: Entity, field: string, name: string): FacetColumn => ({ entity, field, name });

/** Facets of an entity, in display order. */
const COLUMNS: Readonly<Record<Entity, readonly FacetColumn[]>> = {
  finding: [
    facetColumn('finding', 'severity', 'severity'),
    facetColumn('finding', 'status', 'status'),
    facetColumn('finding', 'vendorProductName', 'product'),
    facetColumn('asset', 'source', 'source'),
    facetColumn('asset', 'assetType', 'asset_type'),
    facetColumn('asset', 'criticality', 'criticality'),
    { ...facetColumn('finding', 'cweId', 'cwe'), packed: true },
    facetColumn('finding', 'connection', 'connection_id'),
  ],
  asset: [
    facetColumn('asset', 'source', 'source'),
    facetColumn('asset', 'assetType', 'asset_type'),
    facetColumn('asset', 'criticality', 'criticality'),
    facetColumn('asset', 'operatingSystem', 'operating_system'),
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

/** Labels connections by name, as queries do. */
async function nameConnections(
  { db }: ReadableStore,
  counts: ReadonlyMap<string, number>,
): Promise<Map<string, number>> {
  const rows = await db.selectFrom('connection').select(['id', 'name']).execute();
  const names = new Map(rows.map(({ id, name }) => [id, name]));
  return new Map([...counts].map(([id, count]) => [names.get(id) ?? id, count]));
}

/** Query for facets. */
export interface FacetQuery {
  readonly query?: Query;
  /** Facets to return; all if absent. */
  readonly fields?: readonly string[];
  readonly now: number;
}

/**
 * Counts the records of a query, in total and by field. Each facet ignores the query's own conditions on its field, so
 * that alternatives remain visible.
 */
export async function countFacets(store: ReadableStore, entity: Entity, asked: FacetQuery): Promise<Facets> {
  const { query = ALL, now, fields } = asked;
  const columns = COLUMNS[entity].filter(({ field }) => fields?.includes(field) ?? true);
  // Each connection that lists a finding counts it.
  const isOfEach = ({ entity: of, field }: FacetColumn) => of === 'finding' && field === 'connection';
  const isPlain = (one: FacetColumn) => !isOfEach(one) && removeField(query, one.entity, one.field) === query;
  // Facets without a condition in the query are counted together over its matches; each of the others over more.
  const together = await countBy(store, { entity, query, now, columns: columns.filter(isPlain) });
  const counted = new Map<FacetColumn, CountResult['values']>();
  for (const one of columns.filter((each) => !isPlain(each))) {
    const wider = removeField(query, one.entity, one.field);
    const request = { entity, query: wider, now, columns: [one], each: isOfEach(one) };
    counted.set(one, (await countBy(store, request)).values);
  }
  const facets: Facet[] = [];
  for (const one of columns) {
    const counts = (counted.get(one) ?? together.values).get(one) ?? new Map();
    facets.push(buildFacet(one, one.field === 'connection' ? await nameConnections(store, counts) : counts));
  }
  return { total: together.total, facets };
}
