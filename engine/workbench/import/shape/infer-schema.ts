import { createTable, isObject, type Json, type JsonObject } from '../../../base/json/index.ts';

/** Values that a schema is inferred from, per list. More do not change it much, and cost time. */
const MOST_VALUES = 1_000;
const MOST_PROPERTIES = 500;
const DEEPEST = 24;

const typeOf = (value: Json): string => {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value;
};

function groupMembers(objects: readonly JsonObject[]): Record<string, Json[]> {
  const members = createTable<Json[]>();
  let count = 0;
  for (const [name, value] of objects.flatMap((one) => Object.entries(one))) {
    if (members[name] === undefined && ++count > MOST_PROPERTIES) continue;
    const list = members[name] ?? [];
    members[name] = list;
    list.push(value);
  }
  return members;
}

/** Returns a JSON Schema that accepts all values, for records: every member is optional. */
export function inferSchema(values: readonly Json[], depth = 0): JsonObject {
  const some = values.slice(0, MOST_VALUES);
  const found = new Set(some.map(typeOf));
  if (found.has('number')) found.delete('integer');
  if (found.size === 0 || depth > DEEPEST) return {};
  const objects = some.filter(isObject);
  const members = some
    .filter((value) => Array.isArray(value))
    .flatMap((list) => (list as readonly Json[]).slice(0, MOST_VALUES));
  const types = [...found].sort();
  const properties = Object.entries(groupMembers(objects)).map(([name, inner]) => [
    name,
    inferSchema(inner, depth + 1),
  ]);
  return {
    ...(types.length === 1 ? { type: types[0] as string } : { type: types }),
    ...(found.has('object') ? { properties: Object.fromEntries(properties) as JsonObject } : {}),
    ...(found.has('array') && members.length > 0 ? { items: inferSchema(members, depth + 1) } : {}),
  };
}
