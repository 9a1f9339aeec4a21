import { isObject, type Json, type JsonObject } from '../../../base/json/index.ts';
import { quoteText, type Step, writePath } from './jinja/code.ts';
import { RECORD, type Statement } from './transform.ts';

/** Longest translation of one schema. */
const MAX_LENGTH = 8000;

/** Returns the only type of a property other than null. */
function findOnlyType(schema: JsonObject): string | undefined {
  const types = [schema['type']].flat().filter((type) => type !== 'null');
  return types.length === 1 && typeof types[0] === 'string' ? types[0] : undefined;
}

const isNullable = (schema: JsonObject): boolean => [schema['type']].flat().includes('null');

/** Conversions of the original by type: a value that cannot be converted stays as it is. */
const CONVERSIONS: Readonly<Record<string, (value: string) => string>> = {
  string: (value) =>
    `$type(${value}) = "string" ? ${value} : $type(${value}) = "boolean" ? (${value} ? "True" : "False") : $string(${value})`,
  number: (value) =>
    `$type(${value}) = "boolean" ? (${value} ? 1 : 0) : $type(${value}) = "string" and $contains(${value}, /^\\s*[-+]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][-+]?\\d+)?\\s*$/) ? $number($trim(${value})) : ${value}`,
  integer: (value) =>
    `$type(${value}) = "boolean" ? (${value} ? 1 : 0) : $type(${value}) = "number" ? (${value} < 0 ? $ceil(${value}) : $floor(${value})) : $type(${value}) = "string" and $contains(${value}, /^\\s*[-+]?\\d+\\s*$/) ? $number($trim(${value})) : ${value}`,
  boolean: (value) =>
    `$type(${value}) = "string" ? ($lowercase(${value}) in ["y", "yes", "t", "true", "on", "1"] ? true : $lowercase(${value}) in ["n", "no", "f", "false", "off", "0"] ? false : ${value}) : $boolean(${value})`,
};

/** Writes the members of an object whose types are known, as pairs of an object constructor. */
function listConversions(schema: JsonObject, at: readonly Step[]): string[] {
  const properties = isObject((schema['properties'] ?? null) as Json) ? (schema['properties'] as JsonObject) : {};
  return Object.entries(properties).flatMap(([name, member]) => {
    if (!isObject(member) || name.includes('`')) return [];
    const text = convert(member as JsonObject, [...at, name]);
    return text === undefined ? [] : [`${quoteText(name)}: ${text}`];
  });
}

/** Writes the converted value at a path; undefined if it stays as it is. */
function convert(schema: JsonObject, at: readonly Step[]): string | undefined {
  const type = findOnlyType(schema);
  const value = writePath(RECORD, at);
  if (type === 'object') {
    const members = listConversions(schema, at);
    return members.length === 0
      ? undefined
      : `($type(${value}) = "object" ? $merge([${value}, {${members.join(', ')}}]) : ${value})`;
  }
  const conversion = type !== undefined && Object.hasOwn(CONVERSIONS, type) ? CONVERSIONS[type] : undefined;
  if (conversion === undefined) return undefined;
  const guard = isNullable(schema) ? `$exists(${value}) and ${value} != null` : `$exists(${value})`;
  return `(${guard} ? (${conversion(value)}) : ${value})`;
}

/** Returns true if a schema has lists of values that the original converts. */
const hasListConversions = (schema: Json): boolean => {
  if (!isObject(schema)) return false;
  if (findOnlyType(schema) === 'array')
    return isObject((schema['items'] ?? null) as Json) && findOnlyType(schema['items'] as JsonObject) !== undefined;
  return Object.values((schema['properties'] ?? {}) as JsonObject).some((member) => hasListConversions(member as Json));
};

/** Conversion of records to the types of a schema, and whether lists are left as they are. */
export interface Normalization {
  readonly statements: readonly Statement[];
  readonly isPartial: boolean;
}

/** Translates the conversion of values to the types of a schema. Undefined if it is too long. */
export function planNormalization(schema: JsonObject | undefined): Normalization | undefined {
  if (schema === undefined) return { statements: [], isPartial: false };
  const members = listConversions(schema, []);
  const text = `${RECORD} := $merge([${RECORD}, {${members.join(', ')}}])`;
  if (text.length > MAX_LENGTH) return undefined;
  return { statements: members.length === 0 ? [] : [text], isPartial: hasListConversions(schema) };
}
