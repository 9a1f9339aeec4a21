import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { isObject, type Json, type JsonObject } from '../../engine/base/json/types.ts';
import { renderLanguageReference } from '../../engine/build/language-reference.ts';
import { renderManifestReference } from '../../engine/build/reference.ts';
import { BUILTIN_NAMES, parseExpression } from '../../engine/language/expression/index.ts';
import schema from '../../schemas/manifest.schema.json' with { type: 'json' };

const SCHEMA = schema as unknown as JsonObject;
const DEFINITIONS = SCHEMA['definitions'] as JsonObject;

/** Definitions of a form of value: their descriptions do not state the meaning of a key that refers to them. */
const FORMS = new Set([
  ...['name', 'template', 'expression', 'duration', 'instant', 'statuses', 'timeFormat', 'encoding'],
  ...['credentialValue', 'labelled', 'value', 'values'],
]);
/** Forms in which the author writes free text. */
const FREE = new Set(['template', 'expression', 'value', 'values']);

const refOf = (node: JsonObject): string => String(node['$ref'] ?? '').replace('#/definitions/', '');

/** Keys that a node of the schema declares, at any depth, as path and schema. Conditions (if, allOf) declare none. */
function keysOf(node: Json | undefined, path: string): [string, JsonObject][] {
  if (Array.isArray(node)) return node.flatMap((one, index) => keysOf(one, `${path}/${index}`));
  if (!isObject(node)) return [];
  const own = Object.entries((node['properties'] ?? {}) as JsonObject).flatMap(([key, value]) => [
    [`${path}/${key}`, value as JsonObject] as [string, JsonObject],
    ...keysOf(value, `${path}/${key}`),
  ]);
  const below = ['items', 'additionalProperties', 'oneOf', 'anyOf'].flatMap((part) => keysOf(node[part], path));
  return [...own, ...below];
}

const keys = [...keysOf(SCHEMA, ''), ...Object.entries(DEFINITIONS).flatMap(([name, node]) => keysOf(node, name))];

const hasMeaning = (node: JsonObject): boolean =>
  node['description'] !== undefined ||
  (!FORMS.has(refOf(node)) && (DEFINITIONS[refOf(node)] as JsonObject | undefined)?.['description'] !== undefined);

const isFreeText = (node: JsonObject): boolean => {
  if (node['enum'] !== undefined || node['const'] !== undefined || node['format'] !== undefined) return false;
  if (FREE.has(refOf(node)) || node['type'] === 'string') return true;
  const items = node['items'] ?? node['additionalProperties'];
  return isObject(items) && isFreeText(items);
};

describe('the schema of the manifest', () => {
  test('declares keys', () => {
    expect(keys.length).toBeGreaterThan(300);
  });

  test('describes every definition', () => {
    const bare = Object.entries(DEFINITIONS).filter(([, node]) => (node as JsonObject)['description'] === undefined);
    expect(bare.map(([name]) => name)).toEqual([]);
  });

  test('describes every key', () => {
    expect(keys.filter(([, node]) => !hasMeaning(node)).map(([path]) => path)).toEqual([]);
  });

  test('gives only valid examples', () => {
    const ajv = new Ajv({ strict: false, discriminator: true, validateFormats: false });
    ajv.addSchema({ $id: 'manifest', definitions: DEFINITIONS });
    const isValid = (node: JsonObject, example: Json): boolean => {
      if (refOf(node) === 'expression') parseExpression(String(example));
      return ajv.validate(JSON.parse(JSON.stringify(node).replaceAll('"#/', '"manifest#/')), example);
    };
    const named = [...keys, ...Object.entries(DEFINITIONS)] as [string, JsonObject][];
    const examples = named.flatMap(([path, node]) =>
      ((node['examples'] ?? []) as Json[]).map((example) => ({ path, node, example })),
    );
    expect(examples.length).toBeGreaterThan(300);
    const bad = examples.filter(({ node, example }) => !isValid(node, example));
    expect(bad.map(({ path, example }) => ({ path, example }))).toEqual([]);
  });

  test('gives an example of every key with free text, an expression or a template', () => {
    const bare = keys.filter(
      ([, node]) => isFreeText(node) && node['examples'] === undefined && node['default'] === undefined,
    );
    expect(bare.map(([path]) => path)).toEqual([]);
  });
});

describe('the manifest reference', () => {
  const reference = renderManifestReference(SCHEMA);
  const headings = [...reference.matchAll(/^#### (.+)$/gm)].map(([, heading = '']) => heading);

  test('gives every heading an anchor of its own', () => {
    const anchors = headings.map((heading) => heading.toLowerCase().replaceAll('.', ''));
    expect(anchors.length).toBe(new Set(anchors).size);
  });

  test.each([
    'decoder.csv',
    'lookup.join',
    'lookup.fetch',
    'job.poll',
    'job.files',
    'about.credentials',
    'wait.header',
  ])('has a section for %s', (path) => {
    expect(headings).toContain(path);
  });

  test('shows every described key in a row', () => {
    const rows = new Set([...reference.matchAll(/^\| `([^`]+)`/gm)].map(([, key]) => key));
    expect(keys.map(([path]) => path.split('/').at(-1)).filter((key) => !rows.has(key))).toEqual([]);
  });
});

describe('the reference of expressions and templates', () => {
  const reference = renderLanguageReference(SCHEMA);

  test('links every JSONata function', () => {
    expect(BUILTIN_NAMES.filter((name) => !reference.includes(`[\`$${name}\`](https://docs.jsonata.org/`))).toEqual([]);
  });

  test('lists the keys of every site', () => {
    const sites = reference.slice(reference.indexOf('## Sites'), reference.indexOf('## JSONata functions'));
    expect(sites.split('\n').filter((line) => /^\| `\w+` \|\s+\|/.test(line))).toEqual([]);
  });

  test.each(['settings', 'run', 'job', 'file', 'page', 'item', '<parent>', '<lookup>'])('explains %s', (name) => {
    expect(reference).toContain(`| \`${name}\` | `);
  });
});
