import { sql } from 'kysely';
import { DIALECTS } from './dialect.ts';
import { type Field, fieldOf, TEXT_FIELDS } from './fields.ts';
import type { Entity, Query, Test } from './query.ts';
import { type As, type Asking, type Condition, together, type Value, valueTest } from './value-test.ts';

/** The rows that a query is asked of. */
export interface Target {
  readonly entity: Entity;
  /** How the SQL around it calls the table. */
  readonly alias: string;
  readonly kind: 'sqlite' | 'postgres';
  /** Epoch ms. */
  readonly now: number;
}

interface Scope extends Asking {
  readonly entity: Entity;
  readonly alias: string;
  /** How many tables there are around: each has a name of its own. */
  readonly depth: number;
}

const column = (alias: string, name: string): Value => sql.ref(`${alias}.${name}`);

function asOf({ kind, place }: Field): As {
  if (kind === 'time') return 'path' in place ? 'iso' : 'millis';
  return kind === 'integer' || kind === 'number' ? 'number' : 'text';
}

/** A field's value within a row, where it is one value. */
function valueOfField(field: Field, { alias, entity, dialect }: Omit<Scope, 'now' | 'depth'>): Value {
  const { place } = field;
  if ('column' in place) return column(alias, place.column);
  if ('path' in place)
    return dialect.json(column(alias, 'record'), place.path, asOf(field) === 'number' ? 'number' : 'text');
  return place.table === 'seen'
    ? sql`(select seen_at from ${sql.table(`${entity}_seen`)} where record_id = ${column(alias, 'id')})`
    : column(alias, 'connection_id');
}

/** A connection is known by its name; one that is not saved, by its id. */
function connectionTest(test: Test, scope: Scope): Condition {
  const id = column(scope.alias, 'connection_id');
  const tested = (value: Value) => valueTest(test, { value, as: 'text' }, scope);
  return sql`(${id} in (select id from connection where ${tested(sql.ref('connection.name'))})
    or (${id} not in (select id from connection) and ${tested(id)}))`;
}

function fieldTest(field: Field, test: Test, scope: Scope): Condition {
  const { kind, place } = field;
  if ('table' in place && place.table === 'connection') return connectionTest(test, scope);
  if (kind === 'list' && 'path' in place)
    return scope.dialect.anyOf(column(scope.alias, 'record'), place.path, (value) =>
      valueTest(test, { value, as: 'text' }, scope),
    );
  return valueTest(test, { value: valueOfField(field, scope), as: asOf(field) }, scope);
}

const textTest = (test: Test, scope: Scope): Condition =>
  together(
    'or',
    TEXT_FIELDS[scope.entity].flatMap((name) => {
      const field = fieldOf(scope.entity, name);
      return field ? [fieldTest(field, test, scope)] : [];
    }),
  );

/** Of one that belongs to this row: the finding's asset, or any of the asset's findings. They are looked for once. */
function related(entity: Entity, query: Query, scope: Scope): Condition {
  const depth = scope.depth + 1;
  const alias = `${entity}_${depth}`;
  const inner = { ...scope, entity, alias, depth };
  const [own, theirs] =
    entity === 'asset' ? ['external_asset_id', 'external_id'] : ['external_id', 'external_asset_id'];
  return sql`(${column(scope.alias, 'connection_id')}, ${column(scope.alias, own)}) in (
    select ${column(alias, 'connection_id')}, ${column(alias, theirs)} from ${sql.table(entity)} as ${sql.ref(alias)}
    where ${condition(query, inner)})`;
}

function termTest(query: Query & { kind: 'term' }, scope: Scope): Condition {
  if (query.entity !== scope.entity) return related(query.entity, query, scope);
  const field = fieldOf(query.entity, query.field);
  return field ? fieldTest(field, query.test, scope) : together('or', []);
}

function condition(query: Query, scope: Scope): Condition {
  switch (query.kind) {
    case 'all':
      return together('and', []);
    case 'and':
    case 'or':
      return together(
        query.kind,
        query.of.map((one) => condition(one, scope)),
      );
    case 'not':
      // What is not known does not satisfy a condition, and so satisfies its opposite.
      return sql`not coalesce(${condition(query.of, scope)}, false)`;
    case 'within':
      return related(query.entity, query.of, scope);
    case 'term':
      return termTest(query, scope);
    case 'text':
      return textTest(query.test, scope);
  }
}

/** A query as the condition of a `where`: every value is a parameter, whatever it holds. */
export function whereOf(query: Query, { kind, ...target }: Target): Condition {
  return condition(query, { ...target, dialect: DIALECTS[kind], depth: 0 });
}
