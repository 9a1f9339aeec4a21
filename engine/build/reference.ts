import { CATALOGUE, WARNINGS } from '../base/errors/index.ts';
import type { ErrorRow } from '../base/errors/row.ts';
import { isObject, type JsonObject } from '../base/json/index.ts';
import { formatSection, formatTable, inlineCode } from '../manifest/docs/markdown.ts';
import { LINT_RULES } from '../manifest/lint/index.ts';
import { STRICT_RULES } from '../workbench/strict/rules.ts';

const formatLink = (name: string): string => `[${name}](#${name.toLowerCase().replaceAll('.', '')})`;

const unionOf = (schema: JsonObject): JsonObject[] => {
  const union = schema['anyOf'] ?? schema['oneOf'];
  return Array.isArray(union) ? union.filter(isObject) : [];
};

const propertiesOf = (schema: JsonObject): [string, JsonObject][] =>
  Object.entries(isObject(schema['properties']) ? schema['properties'] : {}).filter(
    (entry): entry is [string, JsonObject] => isObject(entry[1]),
  );

/** Returns the path of a member of a union: by its `type`, or by the first key that it requires. */
function memberPath(path: string, member: JsonObject): string {
  const type = propertiesOf(member).find(([key]) => key === 'type')?.[1]['const'];
  const [required] = Array.isArray(member['required']) ? member['required'] : [];
  return `${path}.${String(type ?? required)}`;
}

/** Formats a type. An object with keys of its own is a link to the section of its path. */
function formatType(schema: JsonObject, path: string): string {
  if (typeof schema['$ref'] === 'string') return formatLink(schema['$ref'].split('/').at(-1) ?? '');
  if (schema['const'] !== undefined) return inlineCode(JSON.stringify(schema['const']));
  if (Array.isArray(schema['enum'])) return schema['enum'].map((value) => inlineCode(String(value))).join(' | ');
  const union = unionOf(schema);
  if (schema['properties'] !== undefined) return formatLink(path);
  if (union.length > 0 && schema['type'] === undefined)
    return union.map((one) => formatType(one, memberPath(path, one))).join(' or ');
  if (schema['type'] === 'array')
    return `list of ${isObject(schema['items']) ? formatType(schema['items'], path) : 'anything'}`;
  if (schema['type'] === 'object' && isObject(schema['additionalProperties']))
    return `name → ${formatType(schema['additionalProperties'], path)}`;
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

/** Returns the description of a row: its own, or the first sentence of the definition that it refers to. */
function describeKey(schema: JsonObject, definitions: JsonObject): string {
  const target = definitions[String(schema['$ref'] ?? '').replace('#/definitions/', '')];
  if (schema['description'] !== undefined || !isObject(target)) return formatDescription(schema);
  const [sentence = ''] = String(target['description'] ?? '').split(/(?<=\.) /);
  return `${sentence}${formatExamples(schema)}`.trim();
}

function renderKeys(schema: JsonObject, path: string, definitions: JsonObject): string {
  const required = Array.isArray(schema['required']) ? schema['required'] : [];
  const rows = propertiesOf(schema).map(([key, value]) => [
    inlineCode(key) + (required.includes(key) ? ' *' : ''),
    formatType(value, path === '' ? key : `${path}.${key}`),
    formatDefault(value),
    describeKey(value, definitions),
  ]);
  return formatTable(['Key (* required)', 'Type', 'Default', 'Description'], rows);
}

/** Returns the objects with keys of their own in `schema`, by path. */
function nestedIn(schema: JsonObject, path: string): [string, JsonObject][] {
  const parts = [schema['items'], schema['additionalProperties']].filter(isObject);
  const members = unionOf(schema).map((one): [string, JsonObject] => [memberPath(path, one), one]);
  const keys = propertiesOf(schema).map(([key, one]): [string, JsonObject] => [`${path}.${key}`, one]);
  const below = [...parts.map((one): [string, JsonObject] => [path, one]), ...members, ...keys];
  return below.flatMap(([name, one]) => [
    ...(propertiesOf(one).length > 0 ? [[name, one] as [string, JsonObject]] : []),
    ...nestedIn(one, name),
  ]);
}

function renderSection(name: string, schema: JsonObject, definitions: JsonObject): string {
  const keys = renderKeys(schema, name, definitions);
  const union = unionOf(schema);
  const choices = union.map((one) => formatType(one, memberPath(name, one))).join(', ');
  const shape = union.length > 0 ? `One of: ${choices}.` : `Type: ${formatType(schema, name)}.`;
  return formatSection(4, name, formatDescription(schema), keys === '' ? shape : '', keys);
}

/** Renders the manifest reference in Markdown: every key of the schema with its description. */
export function renderManifestReference(schema: JsonObject): string {
  const definitions = isObject(schema['definitions']) ? schema['definitions'] : {};
  const parts = Object.entries(definitions).filter((entry): entry is [string, JsonObject] => isObject(entry[1]));
  const sections = parts.flatMap(([name, one]): [string, JsonObject][] => [[name, one], ...nestedIn(one, name)]);
  return [
    formatDescription(schema),
    renderKeys(schema, '', definitions),
    ...sections.map(([name, one]) => renderSection(name, one, definitions)),
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

/** Renders the table of warnings. */
export const renderWarningReference = (): string =>
  formatTable(
    ['Code', 'Message', 'Meaning'],
    Object.entries(WARNINGS as Readonly<Record<string, { message: (d: never) => string; meaning: string }>>).map(
      ([name, { message, meaning }]) => [inlineCode(name), message(detailNames as never), meaning],
    ),
  );

/** Renders the table of lint rules. */
export const renderRuleReference = (): string =>
  formatTable(
    ['Rule', 'Requirement', 'Severity'],
    Object.entries(LINT_RULES).map(([name, { sentence, severity }]) => [inlineCode(name), sentence, severity]),
  );

/** Renders the table of the strict checks. */
export const renderStrictReference = (): string =>
  formatTable(
    ['Rule', 'Requirement'],
    Object.entries(STRICT_RULES).map(([name, { sentence }]) => [inlineCode(name), sentence]),
  );
