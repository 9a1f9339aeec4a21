import { stringify } from 'csv-stringify/sync';
import { type Json, type JsonObject, read } from '../../../base/json/index.ts';
import type { AssetItem, FindingItem } from '../record.ts';

/** A column: its title, and where its value stands. */
type Column<Item> = readonly [title: string, value: (item: Item) => Json | undefined];

const at =
  (...path: string[]) =>
  ({ record }: { readonly record: JsonObject }): Json | undefined =>
    read(record, path);

const KEPT: readonly Column<AssetItem | FindingItem>[] = [
  ['risk', ({ risk }) => risk],
  ['connection', ({ connection }) => connection],
  ['firstSeenOn', ({ firstSeenOn }) => firstSeenOn],
  ['lastSeenOn', ({ lastSeenOn }) => lastSeenOn],
];

const ASSET: readonly Column<AssetItem>[] = [
  ['externalAssetId', at('externalAssetId')],
  ['name', at('assetDetail', 'name')],
  ['source', at('source')],
  ['assetType', at('assetType')],
  ['criticality', at('assetDetail', 'criticality')],
  ['businessUnit', at('assetDetail', 'businessUnit')],
  ['owners', at('assetDetail', 'owners')],
  ['tags', at('assetDetail', 'tags')],
  ['webAppUrl', at('webAppUrl')],
  ['repoUrl', at('repoUrl')],
  ['lastScannedOn', at('assetDetail', 'lastScannedOn')],
  ['vendorAssetId', at('vendorAssetId')],
  ['goneOn', ({ goneOn }) => goneOn],
  ...KEPT,
];

const FINDING: readonly Column<FindingItem>[] = [
  ['externalFindingId', at('externalFindingId')],
  ['name', at('name')],
  ['severity', at('severity')],
  ['findingStatus', at('findingStatus')],
  ['vendorProductName', at('vendorProductName')],
  ['assetName', ({ asset }) => asset?.name],
  ['assetSource', ({ asset }) => asset?.source],
  ['externalAssetId', at('externalAssetId')],
  ['cveId', at('findingType', 'vulnerability', 'cveId')],
  ['cweId', at('findingType', 'vulnerability', 'cweId')],
  ['cvss3Base', at('findingType', 'vulnerability', 'cvss', 'cvss3Base')],
  ['epss', at('epss')],
  ['firstFoundOn', at('firstFoundOn')],
  ['lastFoundOn', at('lastFoundOn')],
  ['fixedOn', at('fixedOn')],
  ['url', at('url')],
  ['method', at('method')],
  ['parameter', at('parameter')],
  ['file', at('file')],
  ['line', at('line')],
  ['component', at('component', 'name')],
  ['componentVersion', at('component', 'version')],
  ['description', at('description')],
  ['solution', at('solution')],
  ...KEPT,
];

/** What a spreadsheet takes for a formula, however many spaces stand before it. */
const FORMULA = /^\s*[=+\-@\uFF0B\uFF0D\uFF1D\uFF20]|^[\t\r\n]/;
const NUMBER = /^-?\d+(?:\.\d+)?$/;

const textOf = (value: Json): string => {
  if (Array.isArray(value)) return value.join('; ');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
};

/**
 * Text of a cell that a spreadsheet takes for text: an apostrophe precedes what it would take for a formula. The option
 * `escape_formulas` of csv-stringify would escape negative numbers, and miss formulas behind spaces.
 */
function cellText(value: Json | undefined): string {
  if (value === undefined || value === null) return '';
  const text = textOf(value);
  return typeof value === 'number' || NUMBER.test(text) || !FORMULA.test(text) ? text : `'${text}`;
}

/**
 * Quoted, so that no reader trims them, drops the apostrophe, or ends the line at a lone CR or LF: csv-stringify itself
 * quotes the record delimiter only as a whole.
 */
const QUOTED = /^'|^\s|\s$|[\r\n]/;

/** Rows as CSV lines. */
export const csvLines = (rows: readonly (readonly (Json | undefined)[])[]): string =>
  stringify(
    rows.map((row) => row.map(cellText)),
    { record_delimiter: 'windows', quoted_match: QUOTED },
  );

async function* csv<Item>(
  columns: readonly Column<Item>[],
  pages: AsyncIterable<readonly Item[]>,
): AsyncGenerator<string> {
  yield csvLines([columns.map(([title]) => title)]);
  for await (const items of pages) yield csvLines(items.map((item) => columns.map(([, value]) => value(item))));
}

/** RFC 4180 with a header line. */
export const assetsCsv = (pages: AsyncIterable<readonly AssetItem[]>) => csv(ASSET, pages);
export const findingsCsv = (pages: AsyncIterable<readonly FindingItem[]>) => csv(FINDING, pages);
