import { sql } from 'kysely';
import { DIALECTS } from './dialect.ts';
import { getField, type QueryField, TEXT_FIELDS } from './fields.ts';
import { buildPackedTest } from './packed-test.ts';
import type { Entity, Query, Test } from './query.ts';
import {
  buildValueTest,
  combineConditions,
  type SqlCondition,
  type SqlValue,
  type TestContext,
  type ValueFormat,
} from './value-test.ts';

/** Rows that a query filters. */
export interface QueryTarget {
  readonly entity: Entity;
  /** Alias of the table in the surrounding SQL. */
  readonly alias: string;
  readonly kind: 'sqlite' | 'postgres';
  /** Epoch ms. */
  readonly now: number;
}

interface RowScope extends TestContext {
  readonly entity: Entity;
  readonly alias: string;
  /** Nesting level, which makes table aliases unique. */
  readonly depth: number;
}

const column = (alias: string, name: string): SqlValue => sql.ref(`${alias}.${name}`);

function valueFormat({ kind, place }: QueryField): ValueFormat {
  if (kind === 'time') return 'path' in place ? 'iso' : 'millis';
  return kind === 'integer' || kind === 'number' ? 'number' : 'text';
}

/** Selects a field's value within a row, if it is a single value. */
function fieldValue(field: QueryField, { alias, entity, dialect }: Omit<RowScope, 'now' | 'depth'>): SqlValue {
  const { place } = field;
  if ('column' in place) return column(alias, place.column);
  if ('path' in place && place.anyType) return dialect.scalar(column(alias, 'record'), place.path);
  if ('path' in place)
    return dialect.json(column(alias, 'record'), place.path, valueFormat(field) === 'number' ? 'number' : 'text');
  return place.table === 'seen'
    ? sql`(select seen_at from ${sql.table(`${entity}_seen`)} where record_id = ${column(alias, 'id')})`
    : column(alias, 'connection_id');
}

/** Selects a connection by name, or by id if it is not saved. */
function buildConnectionTest(test: Test, scope: RowScope): SqlCondition {
  const id = column(scope.alias, 'connection_id');
  const tested = (value: SqlValue) => buildValueTest(test, { value, as: 'text' }, scope);
  return sql`(${id} in (select id from connection where ${tested(sql.ref('connection.name'))})
    or (${id} not in (select id from connection) and ${tested(id)}))`;
}

function buildFieldTest(field: QueryField, test: Test, scope: RowScope): SqlCondition {
  const { kind, place } = field;
  if ('table' in place && place.table === 'connection') return buildConnectionTest(test, scope);
  if ('column' in place && place.packed) return buildPackedTest(test, column(scope.alias, place.column), scope);
  if (kind === 'list' && 'path' in place)
    return scope.dialect.anyOf(column(scope.alias, 'record'), place.path, (value) =>
      buildValueTest(test, { value, as: 'text' }, scope),
    );
  return buildValueTest(test, { value: fieldValue(field, scope), as: valueFormat(field) }, scope);
}

const buildTextTest = (test: Test, scope: RowScope): SqlCondition =>
  combineConditions(
    'or',
    TEXT_FIELDS[scope.entity].flatMap((name) => {
      const field = getField(scope.entity, name);
      return field ? [buildFieldTest(field, test, scope)] : [];
    }),
  );

/** Builds the condition on related records: the finding's asset, or any of the asset's findings. Evaluated once. */
function relatedCondition(entity: Entity, query: Query, scope: RowScope): SqlCondition {
  const depth = scope.depth + 1;
  const alias = `${entity}_${depth}`;
  const inner = { ...scope, entity, alias, depth };
  const [own, theirs] =
    entity === 'asset' ? ['external_asset_id', 'external_id'] : ['external_id', 'external_asset_id'];
  return sql`(${column(scope.alias, 'connection_id')}, ${column(scope.alias, own)}) in (
    select ${column(alias, 'connection_id')}, ${column(alias, theirs)} from ${sql.table(entity)} as ${sql.ref(alias)}
    where ${collectCondition(query, inner)})`;
}

function buildTermTest(query: Query & { kind: 'term' }, scope: RowScope): SqlCondition {
  if (query.entity !== scope.entity) return relatedCondition(query.entity, query, scope);
  const field = getField(query.entity, query.field);
  return field ? buildFieldTest(field, query.test, scope) : combineConditions('or', []);
}

function collectCondition(query: Query, scope: RowScope): SqlCondition {
  switch (query.kind) {
    case 'all':
      return combineConditions('and', []);
    case 'and':
    case 'or':
      return combineConditions(
        query.kind,
        query.of.map((one) => collectCondition(one, scope)),
      );
    case 'not':
      // An unknown value does not satisfy a condition, and therefore satisfies its negation.
      return sql`not coalesce(${collectCondition(query.of, scope)}, false)`;
    case 'within':
      return relatedCondition(query.entity, query.of, scope);
    case 'term':
      return buildTermTest(query, scope);
    case 'text':
      return buildTextTest(query.test, scope);
  }
}

/** Builds the `where` condition of a query; every value becomes a parameter. */
export function buildWhere(query: Query, { kind, ...target }: QueryTarget): SqlCondition {
  return collectCondition(query, { ...target, dialect: DIALECTS[kind], depth: 0 });
}
