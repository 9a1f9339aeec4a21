import { stringify } from 'csv-stringify/sync';
import { readWeaknessIds } from '../../../base/format/weakness-ids.ts';
import { type Json, type JsonObject, readPath } from '../../../base/json/index.ts';
import type { AssetItem, FindingItem } from '../record.ts';

/** Column with its title and the source of its value. */
type Column<Item> = readonly [title: string, value: (item: Item) => Json | undefined];

const readField =
  (...path: string[]) =>
  ({ record }: { readonly record: JsonObject }): Json | undefined =>
    readPath(record, path);

const INVENTORY_COLUMNS: readonly Column<AssetItem | FindingItem>[] = [
  ['risk', ({ risk }) => risk],
  ['connection', ({ connection }) => connection],
  ['firstSeenOn', ({ firstSeenOn }) => firstSeenOn],
  ['lastSeenOn', ({ lastSeenOn }) => lastSeenOn],
];

const ASSET: readonly Column<AssetItem>[] = [
  ['externalAssetId', readField('externalAssetId')],
  ['name', readField('assetDetail', 'name')],
  ['source', readField('source')],
  ['assetType', readField('assetType')],
  ['criticality', readField('assetDetail', 'criticality')],
  ['businessUnit', readField('assetDetail', 'businessUnit')],
  ['owners', readField('assetDetail', 'owners')],
  ['tags', readField('assetDetail', 'tags')],
  ['webAppUrl', readField('webAppUrl')],
  ['repoUrl', readField('repoUrl')],
  ['lastScannedOn', readField('assetDetail', 'lastScannedOn')],
  ['ipAddresses', readField('ipAddresses')],
  ['fqdn', readField('fqdn')],
  ['macAddress', readField('macAddress')],
  ['operatingSystem', readField('operatingSystem')],
  ['vendorAssetId', readField('vendorAssetId')],
  ['custom', readField('custom')],
  ['goneOn', ({ goneOn }) => goneOn],
  ...INVENTORY_COLUMNS,
];

const FINDING: readonly Column<FindingItem>[] = [
  ['externalFindingId', readField('externalFindingId')],
  ['name', readField('name')],
  ['severity', readField('severity')],
  ['findingStatus', readField('findingStatus')],
  ['vendorProductName', readField('vendorProductName')],
  ['assetName', ({ asset }) => asset?.name],
  ['assetSource', ({ asset }) => asset?.source],
  ['externalAssetId', readField('externalAssetId')],
  ['cveId', ({ record }) => [...readWeaknessIds(record, 'cve')]],
  ['cweId', ({ record }) => [...readWeaknessIds(record, 'cwe')]],
  ['cvss3Base', readField('findingType', 'vulnerability', 'cvss', 'cvss3Base')],
  ['epss', readField('epss')],
  ['firstFoundOn', readField('firstFoundOn')],
  ['lastFoundOn', readField('lastFoundOn')],
  ['fixedOn', readField('fixedOn')],
  ['url', readField('url')],
  ['method', readField('method')],
  ['parameter', readField('parameter')],
  ['file', readField('file')],
  ['line', readField('line')],
  ['component', readField('component', 'name')],
  ['componentVersion', readField('component', 'version')],
  ['description', readField('description')],
  ['solution', readField('solution')],
  ['custom', readField('custom')],
  ...INVENTORY_COLUMNS,
];

/** Text that a spreadsheet interprets as a formula, even after spaces. */
const FORMULA = /^\s*[=+\-@\uFF0B\uFF0D\uFF1D\uFF20]|^[\t\r\n]/;
const NUMBER = /^-?\d+(?:\.\d+)?$/;

const textOf = (value: Json): string => {
  if (Array.isArray(value)) return value.join('; ');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
};

/**
 * Prefixes text that a spreadsheet would interpret as a formula with an apostrophe. The option `escape_formulas` of
 * csv-stringify would also escape negative numbers, and miss formulas after spaces.
 */
function cellText(value: Json | undefined): string {
  if (value === undefined || value === null) return '';
  const text = textOf(value);
  return typeof value === 'number' || NUMBER.test(text) || !FORMULA.test(text) ? text : `'${text}`;
}

/**
 * Quoted, so that no reader trims the text, drops the apostrophe, or ends the line at a lone CR or LF: csv-stringify
 * quotes only the complete record delimiter.
 */
const QUOTED = /^'|^\s|\s$|[\r\n]/;

/** Formats rows as CSV lines. */
export const csvLines = (rows: readonly (readonly (Json | undefined)[])[]): string =>
  stringify(
    rows.map((row) => row.map(cellText)),
    { record_delimiter: 'windows', quoted_match: QUOTED },
  );

async function* formatCsv<Item>(
  columns: readonly Column<Item>[],
  pages: AsyncIterable<readonly Item[]>,
): AsyncGenerator<string> {
  yield csvLines([columns.map(([title]) => title)]);
  for await (const items of pages) yield csvLines(items.map((item) => columns.map(([, value]) => value(item))));
}

/** Exports RFC 4180 CSV with a header line. */
export const exportAssetsCsv = (pages: AsyncIterable<readonly AssetItem[]>) => formatCsv(ASSET, pages);
export const exportFindingsCsv = (pages: AsyncIterable<readonly FindingItem[]>) => formatCsv(FINDING, pages);
