import type { Json, JsonObject } from '../../../base/json/index.ts';
import type { AssetRow, FindingRow } from '../tables.ts';
import { packValues } from './packed.ts';

export type Entity = 'asset' | 'finding';

/** Tables that runs write records to. */
export type RecordTable = Entity | 'entity_record';

/** Value of a column in either database. */
export type ColumnValue = string | number | Uint8Array | null;

/** Type of a column. */
export type ColumnKind = 'text' | 'integer' | 'real' | 'bytes';

/** `packed` takes the values of all paths, also those of lists. */
type Kind = 'text' | 'integer' | 'real' | 'time' | 'packed';
type Column = readonly [kind: Kind, ...paths: (readonly string[])[]];

const recordPath = (...path: string[]) => path;

type Derived<Row> = Exclude<
  keyof Row,
  'id' | 'connection_id' | 'record' | 'first_seen_at' | 'changed_at' | 'run_id' | 'gone_at' | 'risk' | 'raw' | 'status'
>;

/** Columns of an asset taken from its record: the first path with a value, unless packed. */
const ASSET: { readonly [C in Derived<AssetRow>]: Column } = {
  external_id: ['text', recordPath('externalAssetId')],
  name: ['text', recordPath('assetDetail', 'name')],
  source: ['text', recordPath('source')],
  vendor_asset_id: ['text', recordPath('vendorAssetId')],
  asset_type: ['text', recordPath('assetType')],
  criticality: ['text', recordPath('assetDetail', 'criticality')],
  url: ['text', recordPath('webAppUrl'), recordPath('repoUrl')],
  fqdn: ['text', recordPath('fqdn')],
  ip_addresses: ['packed', recordPath('ipAddresses')],
  operating_system: ['text', recordPath('operatingSystem')],
};

/** Columns of a finding taken from its record. */
const FINDING: { readonly [C in Derived<FindingRow>]: Column } = {
  external_id: ['text', recordPath('externalFindingId')],
  name: ['text', recordPath('name')],
  external_asset_id: ['text', recordPath('externalAssetId')],
  product: ['text', recordPath('vendorProductName')],
  severity: ['integer', recordPath('severity')],
  vendor_status: ['text', recordPath('findingStatus')],
  cve: [
    'packed',
    recordPath('findingType', 'vulnerability', 'cveId'),
    recordPath('findingType', 'vulnerability', 'cveIds'),
  ],
  cwe: [
    'packed',
    recordPath('findingType', 'vulnerability', 'cweId'),
    recordPath('findingType', 'vulnerability', 'cweIds'),
  ],
  cvss: ['real', recordPath('findingType', 'vulnerability', 'cvss', 'cvss3Base')],
  epss: ['real', recordPath('epss')],
  first_found_at: ['time', recordPath('firstFoundOn')],
  last_found_at: ['time', recordPath('lastFoundOn')],
  fixed_at: ['time', recordPath('fixedOn')],
  sub_type: ['text', recordPath('subType')],
  component: ['text', recordPath('component', 'name')],
  place: ['text', recordPath('url'), recordPath('file')],
};

const COLUMNS: { readonly [E in Entity]: Readonly<Record<string, Column>> } = { asset: ASSET, finding: FINDING };

const STORED_AS: { readonly [K in Kind]: ColumnKind } = {
  text: 'text',
  packed: 'text',
  integer: 'integer',
  real: 'real',
  time: 'integer',
};

/** Lists the derived columns and their kinds, in the order of `readColumns`. */
export const listDerivedColumns = (entity: Entity): readonly (readonly [name: string, kind: ColumnKind])[] =>
  Object.entries(COLUMNS[entity]).map(([name, [kind]]) => [name, STORED_AS[kind]]);

const toColumnValue = (kind: Kind, value: Json): ColumnValue => {
  if (kind === 'text') return String(value);
  return kind === 'time' ? Date.parse(String(value)) : Number(value);
};

function readValue(record: JsonObject, path: readonly string[]): Json | undefined {
  let value: Json | undefined = record;
  for (const name of path) value = (value as JsonObject | undefined)?.[name];
  return value;
}

function readPacked(record: JsonObject, paths: readonly (readonly string[])[]): ColumnValue {
  const [first, ...others] = paths.map((path) => readValue(record, path)).filter((value) => value !== undefined);
  if (first === undefined) return null;
  if (typeof first === 'string' && others.length === 0) return first;
  return packValues([first, ...others].flat().map(String));
}

function readColumn(record: JsonObject, [kind, ...paths]: Column): ColumnValue {
  if (kind === 'packed') return readPacked(record, paths);
  for (const path of paths) {
    const value = readValue(record, path);
    if (value !== undefined && value !== null) return toColumnValue(kind, value);
  }
  return null;
}

const TABLES: { readonly [E in Entity]: readonly Column[] } = {
  asset: Object.values(ASSET),
  finding: Object.values(FINDING),
};

/** Reads a record's column values in the order of `listDerivedColumns`; both databases use this definition. */
export const readColumns = (entity: Entity, record: JsonObject): readonly ColumnValue[] =>
  TABLES[entity].map((column) => readColumn(record, column));
