import { isObject, type Json, type JsonObject } from '../../../base/json/index.ts';
import { type Component, findComponent, findText, getType, refuseCustom } from './component.ts';
import { refuse } from './untranslatable.ts';

/** Files beside the definition, by their paths. */
export type SourceFiles = ReadonlyMap<string, string>;

const TYPES: ReadonlySet<string> = new Set(['string', 'number', 'integer', 'boolean', 'object', 'array', 'null']);

/** Translations of the keywords that are kept. The original rejects no record: limits and required members are left out. */
const KEYWORDS: Readonly<Record<string, (value: Json) => Json | undefined>> = {
  type: cleanType,
  description: (value) => (typeof value === 'string' ? value : undefined),
  properties: (value) =>
    isObject(value)
      ? (Object.fromEntries(Object.entries(value).map(([name, member]) => [name, clean(member as Json)])) as JsonObject)
      : undefined,
  items: (value) => (isObject(value) ? clean(value) : undefined),
  additionalProperties: (value) => (isObject(value) ? clean(value) : undefined),
  anyOf: cleanList,
  oneOf: cleanList,
};

function cleanType(value: Json): Json | undefined {
  const types = [value].flat().filter((one): one is string => typeof one === 'string' && TYPES.has(one));
  // Vendors send null for any field; a field of which only null is known can have any value.
  return types.every((type) => type === 'null') ? undefined : [...new Set([...types, 'null'])];
}

function cleanList(value: Json): Json | undefined {
  return Array.isArray(value) && value.length > 0 ? (value as Json[]).map(clean) : undefined;
}

/** Keeps the types of a schema. */
function clean(schema: Json): JsonObject {
  if (!isObject(schema)) return {};
  const entries = Object.entries(schema).flatMap(([key, value]): [string, Json][] => {
    const keyword = Object.hasOwn(KEYWORDS, key) ? KEYWORDS[key] : undefined;
    const cleaned = keyword?.(value as Json);
    // Members of a choice need not exclude each other.
    return cleaned === undefined ? [] : [[key === 'oneOf' ? 'anyOf' : key, cleaned]];
  });
  return Object.fromEntries(entries) as JsonObject;
}

/** Returns the schema of an entity: an object at the root. */
const toEntitySchema = (schema: JsonObject): JsonObject => ({ ...clean(schema), type: 'object' });

/** Parses a schema file. */
function readFile(name: string, files: SourceFiles): JsonObject {
  const path = [...files.keys()].find((one) => one === `schemas/${name}` || one.endsWith(`/schemas/${name}`));
  if (path === undefined) return refuse(`the file schemas/${name} is missing`);
  try {
    const schema = JSON.parse(files.get(path) ?? '') as Json;
    return isObject(schema) ? schema : refuse(`the file ${path} does not contain a schema`);
  } catch {
    return refuse(`the file ${path} is not valid JSON`);
  }
}

/** Translates the schema loader of a stream; undefined for a stream without a schema. */
export function translateSchema(stream: Component, name: string, files: SourceFiles): JsonObject | undefined {
  const loader = findComponent(stream, 'schema_loader');
  if (!loader && Array.isArray(stream['schema_loader'])) return refuse('the schema has several sources');
  if (!loader) return files.size === 0 ? undefined : toEntitySchema(readFile(`${name}.json`, files));
  refuseCustom(loader);
  const type = getType(loader);
  if (type === 'InlineSchemaLoader') {
    const schema = findComponent(loader, 'schema');
    return schema ? toEntitySchema(schema) : undefined;
  }
  if (type !== 'JsonFileSchemaLoader') return refuse(`the component ${type} is not supported`);
  const file = findText(loader, 'file_path') ?? '';
  const base = file.split('/').at(-1) ?? '';
  return toEntitySchema(readFile(base === '' || base.includes('{{') ? `${name}.json` : base, files));
}

/** Returns true if the schema of an entity has a property at a dotted path. */
export function hasProperty(schema: JsonObject | undefined, path: string): boolean {
  if (schema === undefined) return true;
  let at: Json | undefined = schema;
  for (const step of path.split('.')) {
    const properties: Json | undefined = isObject(at ?? null)
      ? ((at as JsonObject)['properties'] as Json | undefined)
      : undefined;
    at = isObject(properties ?? null) ? ((properties as JsonObject)[step] as Json | undefined) : undefined;
    if (at === undefined) return false;
  }
  return true;
}
