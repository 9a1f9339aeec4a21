import { isObject, type Json, type JsonObject, readPath } from '../../base/json/index.ts';

/** Keywords that only tools of Mapwright read, or that clients of the protocols do not resolve. */
const DROPPED: ReadonlySet<string> = new Set(['$schema', '$id', '$comment', 'definitions', '$defs', 'examples']);

/** Keywords whose members are named by the author of the schema. */
const NAMED: ReadonlySet<string> = new Set(['properties', 'patternProperties']);

/** Schemas that refer to themselves end here: clients turn what is below into one column anyway. */
const MAX_DEPTH = 16;

interface Resolution {
  readonly root: Json;
  /** References above this one, which must not occur again. */
  readonly above: readonly string[];
}

const findTarget = (root: Json, reference: string): Json | undefined =>
  reference.startsWith('#') ? readPath(root, reference.slice(1).split('/').filter(Boolean).map(decodePart)) : undefined;

const decodePart = (part: string): string => part.replaceAll('~1', '/').replaceAll('~0', '~');

function resolveSchema(schema: Json, at: Resolution): Json {
  if (Array.isArray(schema)) return schema.map((one) => resolveSchema(one, at));
  if (!isObject(schema)) return schema;
  const { $ref: reference, ...own } = schema;
  if (typeof reference !== 'string') return resolveMembers(own, at);
  const target = findTarget(at.root, reference);
  if (!isObject(target) || at.above.includes(reference) || at.above.length >= MAX_DEPTH) return resolveMembers(own, at);
  return resolveMembers({ ...target, ...own }, { ...at, above: [...at.above, reference] });
}

function resolveMembers(schema: JsonObject, at: Resolution): JsonObject {
  // A referenced schema may refer to another one directly.
  if (typeof schema['$ref'] === 'string') return resolveSchema(schema, at) as JsonObject;
  const kept = Object.entries(schema).filter(([key]) => !DROPPED.has(key));
  return Object.fromEntries(
    kept.map(([key, value]) => [
      key,
      NAMED.has(key) && isObject(value)
        ? Object.fromEntries(Object.entries(value).map(([name, one]) => [name, resolveSchema(one, at)]))
        : resolveSchema(value, at),
    ]),
  );
}

/** Schema of a field that identifies records of an entity without a schema. */
const ANY_KEY: JsonObject = { type: ['string', 'integer'] };

/** Adds the identifying fields that a schema does not declare, because relational clients make a column of each. */
function declareKeys(schema: JsonObject, key: readonly (readonly string[])[]): JsonObject {
  const known = isObject(schema['properties']) ? schema['properties'] : {};
  const missing = key.flatMap(([first, ...rest]) =>
    first === undefined || rest.length > 0 || Object.hasOwn(known, first) ? [] : [[first, ANY_KEY] as const],
  );
  return { ...schema, properties: { ...known, ...Object.fromEntries(missing) } };
}

/**
 * Builds the schema of an entity's records for other programs: without references, which most of them do not resolve. An
 * entity without a schema accepts every object.
 */
export function buildRecordSchema(schema: object | undefined, key: readonly (readonly string[])[]): JsonObject {
  const whole = (schema ?? { type: 'object', additionalProperties: true }) as JsonObject;
  const resolved = resolveSchema(whole, { root: whole, above: [] }) as JsonObject;
  return declareKeys({ type: 'object', ...resolved }, key);
}
