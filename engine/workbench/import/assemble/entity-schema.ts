import type { Json, JsonObject } from '../../../base/json/index.ts';
import { isOfType, listProperties, type SchemaView } from '../shape/schema-view.ts';

const DEEPEST = 8;
/** Bound the schemas of one entity, as schemas may be circular, and of all: a manifest with its schemas has at most 1 MB. */
const MOST_NODES = 1_500;
const MOST_OF_ALL = 2_000;
/** Connectors with more entities have no descriptions in their schemas. */
const MOST_DESCRIBED = 30;
const LONGEST_DESCRIPTION = 300;

const TYPES = ['string', 'integer', 'number', 'boolean', 'object', 'array'];

const describe = ({ description }: JsonObject): JsonObject =>
  typeof description === 'string' && description.trim() !== ''
    ? { description: description.trim().slice(0, LONGEST_DESCRIPTION) }
    : {};

/** Types of a value, with null: vendors send it for members that their documents do not declare as nullable. */
function listTypes(schema: JsonObject): JsonObject {
  const types = TYPES.filter((type) => isOfType(schema, type));
  return types.length === 0 ? {} : { type: [...types, 'null'] };
}

interface Progress {
  readonly depth: number;
  readonly budget: { left: number; readonly isDescribed: boolean };
}

function convert(given: Json | undefined, view: SchemaView, { depth, budget }: Progress): JsonObject {
  if (budget.left <= 0 || depth > DEEPEST) return {};
  budget.left -= 1;
  const schema = view.resolve(given);
  const inner = { depth: depth + 1, budget };
  const properties = listProperties(schema).map(([name, one]) => [name, convert(one, view, inner)]);
  return {
    ...listTypes(schema),
    ...(budget.isDescribed ? describe(schema) : {}),
    ...(properties.length > 0 ? { properties: Object.fromEntries(properties) as JsonObject } : {}),
    ...(schema['items'] === undefined ? {} : { items: convert(schema['items'], view, inner) }),
  };
}

/**
 * Returns the JSON Schema of an entity from the schema of its items: names, types and descriptions. Limits, required
 * members and enums are left out, and null is allowed, because a record that does not match would be rejected. `entities` is the
 * number of entities that share the limits.
 */
export const toEntitySchema = (item: JsonObject, view: SchemaView, entities = 1): JsonObject => {
  const budget = {
    left: Math.min(MOST_NODES, Math.max(20, Math.floor(MOST_OF_ALL / entities))),
    isDescribed: entities <= MOST_DESCRIBED,
  };
  const { type: _, ...schema } = convert(item, view, { depth: 0, budget });
  return { type: 'object', ...schema };
};
