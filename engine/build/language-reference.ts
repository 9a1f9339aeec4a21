import { isObject, type Json, type JsonObject } from '../base/json/index.ts';
import { BUILTIN_NAMES, type BuiltinName } from '../language/expression/index.ts';
import { HELPERS } from '../language/template/helpers.ts';
import { formatSection, formatTable, inlineCode } from '../manifest/docs/markdown.ts';
import { listNamesAt } from '../manifest/lint/rules/scope.ts';
import type { Sees } from '../manifest/site-plan.ts';
import { CONVERSIONS, type ConversionName } from '../pipeline/map/convert/index.ts';
import { CONVERSION_MEANINGS, FUNCTIONS, HELPER_MEANINGS, INPUTS, NAME_MEANINGS } from './language-tables.ts';

const DOCS = 'https://docs.jsonata.org';

/** Headings of docs.jsonata.org that differ from the name; undefined for a function without a heading. */
const HEADINGS: Partial<Record<BuiltinName, string | undefined>> = { type: 'typeOf', clone: undefined };

function formatFunction(name: BuiltinName, page: string): string {
  const heading = name in HEADINGS ? HEADINGS[name] : name;
  return `[${inlineCode(`$${name}`)}](${DOCS}/${page}${heading === undefined ? '' : `#${heading.toLowerCase()}`})`;
}

function renderFunctions(): string {
  const rows = BUILTIN_NAMES.map((name) => {
    const [page, meaning] = FUNCTIONS[name];
    return [formatFunction(name, page), meaning];
  });
  return formatTable(['Function', 'Result'], rows);
}

const renderHelpers = (): string =>
  formatTable(
    ['Helper', 'Result'],
    Object.entries(HELPERS).map(([name, { usage }]) => [
      inlineCode(usage.replace(/;.*/, '')),
      HELPER_MEANINGS[name as keyof typeof HELPERS],
    ]),
  );

const renderConversions = (): string =>
  formatTable(
    ['Conversion', 'Result'],
    Object.keys(CONVERSIONS).map((name) => [inlineCode(name), CONVERSION_MEANINGS[name as ConversionName]]),
  );

const SITES = Object.keys(INPUTS) as Sees[];

/** Returns the bound names at a site. A derived setting reads the preceding settings as its input, and no names. */
const listBoundNames = (site: Sees): readonly string[] => (site === 'settings' ? [] : listNamesAt(site));

/** Adds the keys below `node` that are annotated with a site, by site. */
function collectKeys(node: Json | undefined, path: readonly string[], found: Map<string, Set<string>>): void {
  if (Array.isArray(node)) for (const one of node) collectKeys(one, path, found);
  if (!isObject(node)) return;
  const site = isObject(node['x-site']) ? node['x-site']['sees'] : undefined;
  if (typeof site === 'string') found.set(site, (found.get(site) ?? new Set()).add(path.join('.')));
  for (const part of ['items', 'additionalProperties', 'oneOf', 'anyOf']) collectKeys(node[part], path, found);
  for (const part of ['properties', 'definitions']) {
    const members = node[part];
    if (isObject(members)) for (const [key, one] of Object.entries(members)) collectKeys(one, [...path, key], found);
  }
}

function renderSites(schema: JsonObject): string {
  const keys = new Map<string, Set<string>>();
  collectKeys(schema, [], keys);
  const rows = SITES.map((site) => {
    const input = INPUTS[site];
    const mark = input === undefined ? '' : '$';
    return [
      inlineCode(site),
      [...(keys.get(site) ?? [])].map(inlineCode).join(', '),
      input ?? 'an object of the names',
      listBoundNames(site)
        .map((name) => inlineCode(mark + name))
        .join(', '),
    ];
  });
  return formatTable(['Site', 'Keys', 'Input of expressions', 'Names'], rows);
}

function renderNames(): string {
  const names = [...new Set(SITES.flatMap(listBoundNames))];
  const rows = names.map((name) => {
    const meaning = NAME_MEANINGS[name];
    if (meaning === undefined) throw new Error(`language-tables.ts needs the meaning of the name "${name}"`);
    const sites = SITES.filter((site) => listBoundNames(site).includes(name));
    return [inlineCode(name), meaning, sites.map(inlineCode).join(', ')];
  });
  return formatTable(['Name', 'Meaning', 'Sites'], rows);
}

/** Renders the reference of expressions and templates: names by site, functions, helpers and conversions. */
export const renderLanguageReference = (schema: JsonObject): string =>
  [
    formatSection(
      2,
      'Names',
      'An expression uses a name as `$name` where its input is an item, a page or a response, such as `$settings.region`, and as `name` where the names are the input. A template uses it as `{{name}}`.',
      renderNames(),
    ),
    formatSection(
      2,
      'Sites',
      'A key that is not listed has the site of the key above it. `cursor`, `window`, `job`, `file` and lookups are available if the stream declares them, `item` if the map has `each`.',
      renderSites(schema),
    ),
    formatSection(2, 'JSONata functions', 'Available in every expression.', renderFunctions()),
    formatSection(2, 'Template helpers', 'Available in every template.', renderHelpers()),
    formatSection(2, 'Conversions', 'Values of `as` in a field of a map.', renderConversions()),
  ].join('\n\n');
