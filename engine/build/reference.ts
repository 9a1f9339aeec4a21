import { CATALOGUE } from '../base/errors/index.ts';
import type { ErrorRow } from '../base/errors/row.ts';
import { isObject, type JsonObject } from '../base/json/index.ts';
import { formatSection, formatTable, inlineCode } from '../manifest/docs/markdown.ts';
import { LINT_RULES } from '../manifest/lint/index.ts';

const formatLink = (name: string): string => `[${name}](#${name.toLowerCase()})`;

function formatType(schema: JsonObject): string {
  if (typeof schema['$ref'] === 'string') return formatLink(schema['$ref'].split('/').at(-1) ?? '');
  if (schema['const'] !== undefined) return inlineCode(JSON.stringify(schema['const']));
  if (Array.isArray(schema['enum'])) return schema['enum'].map((value) => inlineCode(String(value))).join(' \\| ');
  const union = schema['anyOf'] ?? schema['oneOf'];
  if (Array.isArray(union) && schema['type'] === undefined) return union.filter(isObject).map(formatType).join(' or ');
  if (schema['type'] === 'array')
    return `list of ${isObject(schema['items']) ? formatType(schema['items']) : 'anything'}`;
  if (schema['type'] === 'object' && isObject(schema['additionalProperties']))
    return `name → ${formatType(schema['additionalProperties'])}`;
  return Array.isArray(schema['type']) ? schema['type'].join(' or ') : String(schema['type'] ?? 'anything');
}

const formatExamples = (schema: JsonObject): string =>
  Array.isArray(schema['examples'])
    ? ` E.g. ${schema['examples'].map((example) => inlineCode(typeof example === 'string' ? example : JSON.stringify(example))).join(', ')}.`
    : '';

const formatDescription = (schema: JsonObject): string =>
  `${String(schema['description'] ?? '')}${formatExamples(schema)}`.trim();

const formatDefault = (schema: JsonObject): string =>
  schema['default'] === undefined ? '' : inlineCode(JSON.stringify(schema['default']));

function buildKeyRows(schema: JsonObject): string[][] {
  const properties = isObject(schema['properties']) ? schema['properties'] : {};
  const required = Array.isArray(schema['required']) ? schema['required'] : [];
  return Object.entries(properties)
    .filter((entry): entry is [string, JsonObject] => isObject(entry[1]))
    .map(([key, value]) => [
      inlineCode(key) + (required.includes(key) ? ' *' : ''),
      formatType(value),
      formatDefault(value),
      formatDescription(value),
    ]);
}

function renderDefinition(name: string, schema: JsonObject): string {
  const rows = buildKeyRows(schema);
  const union = schema['oneOf'] ?? schema['anyOf'];
  const choices =
    rows.length === 0 && Array.isArray(union)
      ? `One of: ${union
          .filter(isObject)
          .map((one) => (one['title'] === undefined ? formatType(one) : inlineCode(String(one['title']))))
          .join(', ')}.`
      : '';
  const plain = rows.length === 0 && choices === '' ? `Type: ${formatType(schema)}.` : '';
  return formatSection(
    4,
    name,
    formatDescription(schema),
    plain,
    choices,
    formatTable(['Key (* required)', 'Type', 'Default', 'Description'], rows),
  );
}

/** Renders the manifest reference in Markdown: every key of the schema with its description. */
export function renderManifestReference(schema: JsonObject): string {
  const definitions = isObject(schema['definitions']) ? schema['definitions'] : {};
  const parts = Object.entries(definitions).filter((entry): entry is [string, JsonObject] => isObject(entry[1]));
  return [
    formatDescription(schema),
    formatTable(['Key (* required)', 'Type', 'Default', 'Description'], buildKeyRows(schema)),
    ...parts.map(([name, value]) => renderDefinition(name, value)),
  ].join('\n\n');
}

/** Error details whose values are their own names in braces. */
const detailNames = new Proxy(
  {},
  { get: (_target, key) => (typeof key === 'string' ? `{${key}}` : undefined) },
) as never;

/** Renders the table of error codes with their messages and fixes. */
export function renderErrorReference(): string {
  const rows = Object.entries(CATALOGUE as Readonly<Record<string, ErrorRow>>);
  return formatTable(
    ['Code', 'Message', 'Fix'],
    rows.map(([name, { message, fix }]) => [
      inlineCode(name),
      message(detailNames),
      typeof fix === 'string' ? fix : fix(detailNames),
    ]),
  );
}

/** Renders the table of lint rules. */
export const renderRuleReference = (): string =>
  formatTable(
    ['Rule', 'Requirement', 'Severity'],
    Object.entries(LINT_RULES).map(([name, { sentence, severity }]) => [inlineCode(name), sentence, severity]),
  );
