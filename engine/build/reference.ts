import { CATALOGUE } from '../base/errors/index.ts';
import type { Row } from '../base/errors/row.ts';
import { isObject, type JsonObject } from '../base/json/index.ts';
import { code, section, table } from '../manifest/docs/markdown.ts';
import { RULES } from '../manifest/lint/index.ts';

const linkTo = (name: string): string => `[${name}](#${name.toLowerCase()})`;

function typeText(schema: JsonObject): string {
  if (typeof schema['$ref'] === 'string') return linkTo(schema['$ref'].split('/').at(-1) ?? '');
  if (schema['const'] !== undefined) return code(JSON.stringify(schema['const']));
  if (Array.isArray(schema['enum'])) return schema['enum'].map((value) => code(String(value))).join(' \\| ');
  const union = schema['anyOf'] ?? schema['oneOf'];
  if (Array.isArray(union) && schema['type'] === undefined) return union.filter(isObject).map(typeText).join(' or ');
  if (schema['type'] === 'array')
    return `list of ${isObject(schema['items']) ? typeText(schema['items']) : 'anything'}`;
  if (schema['type'] === 'object' && isObject(schema['additionalProperties']))
    return `name → ${typeText(schema['additionalProperties'])}`;
  return Array.isArray(schema['type']) ? schema['type'].join(' or ') : String(schema['type'] ?? 'anything');
}

const examplesOf = (schema: JsonObject): string =>
  Array.isArray(schema['examples'])
    ? ` E.g. ${schema['examples'].map((example) => code(typeof example === 'string' ? example : JSON.stringify(example))).join(', ')}.`
    : '';

const textOf = (schema: JsonObject): string => `${String(schema['description'] ?? '')}${examplesOf(schema)}`.trim();

const defaultOf = (schema: JsonObject): string =>
  schema['default'] === undefined ? '' : code(JSON.stringify(schema['default']));

function keyRows(schema: JsonObject): string[][] {
  const properties = isObject(schema['properties']) ? schema['properties'] : {};
  const required = Array.isArray(schema['required']) ? schema['required'] : [];
  return Object.entries(properties)
    .filter((entry): entry is [string, JsonObject] => isObject(entry[1]))
    .map(([key, value]) => [
      code(key) + (required.includes(key) ? ' *' : ''),
      typeText(value),
      defaultOf(value),
      textOf(value),
    ]);
}

function definition(name: string, schema: JsonObject): string {
  const rows = keyRows(schema);
  const union = schema['oneOf'] ?? schema['anyOf'];
  const choices =
    rows.length === 0 && Array.isArray(union)
      ? `One of: ${union
          .filter(isObject)
          .map((one) => (one['title'] === undefined ? typeText(one) : code(String(one['title']))))
          .join(', ')}.`
      : '';
  const plain = rows.length === 0 && choices === '' ? `Type: ${typeText(schema)}.` : '';
  return section(
    4,
    name,
    textOf(schema),
    plain,
    choices,
    table(['Key (* required)', 'Type', 'Default', 'Meaning'], rows),
  );
}

/** The manifest reference in Markdown: every key of the schema, with its own words. */
export function manifestReference(schema: JsonObject): string {
  const definitions = isObject(schema['definitions']) ? schema['definitions'] : {};
  const parts = Object.entries(definitions).filter((entry): entry is [string, JsonObject] => isObject(entry[1]));
  return [
    textOf(schema),
    table(['Key (* required)', 'Type', 'Default', 'Meaning'], keyRows(schema)),
    ...parts.map(([name, value]) => definition(name, value)),
  ].join('\n\n');
}

/** A row's sentences with the names of their details in place of the details. */
const named = new Proxy({}, { get: (_target, key) => (typeof key === 'string' ? `{${key}}` : undefined) }) as never;

/** Every error code with its two sentences. */
export function errorReference(): string {
  const rows = Object.entries(CATALOGUE as Readonly<Record<string, Row>>);
  return table(
    ['Code', 'What happened', 'What to do'],
    rows.map(([name, { message, fix }]) => [code(name), message(named), typeof fix === 'string' ? fix : fix(named)]),
  );
}

/** Every lint rule with its sentence. */
export const ruleReference = (): string =>
  table(
    ['Rule', 'A good manifest', 'Severity'],
    Object.entries(RULES).map(([name, { sentence, severity }]) => [code(name), sentence, severity]),
  );
