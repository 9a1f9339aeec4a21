import type { Json, JsonObject } from '../../../base/json/index.ts';
import type { AssetRow, FindingRow } from '../tables.ts';

export type Entity = 'asset' | 'finding';

/** What a column holds in either database. */
export type Value = string | number | Uint8Array | null;

/** Which of the databases' types a column has. */
export type ColumnKind = 'text' | 'integer' | 'real' | 'bytes';

type Kind = 'text' | 'integer' | 'real' | 'time';
type Column = readonly [kind: Kind, ...paths: (readonly string[])[]];

const at = (...path: string[]) => path;

type Derived<Row> = Exclude<
  keyof Row,
  | 'id'
  | 'connection_id'
  | 'record'
  | 'content_hash'
  | 'first_seen_at'
  | 'changed_at'
  | 'run_id'
  | 'gone_at'
  | 'risk'
  | 'raw'
  | 'status'
>;

/** Columns of an asset that are taken from its record: the first path that leads somewhere. */
const ASSET: { readonly [C in Derived<AssetRow>]: Column } = {
  external_id: ['text', at('externalAssetId')],
  name: ['text', at('assetDetail', 'name')],
  source: ['text', at('source')],
  vendor_asset_id: ['text', at('vendorAssetId')],
  asset_type: ['text', at('assetType')],
  criticality: ['text', at('assetDetail', 'criticality')],
  url: ['text', at('webAppUrl'), at('repoUrl')],
};

/** Columns of a finding that are taken from its record. */
const FINDING: { readonly [C in Derived<FindingRow>]: Column } = {
  external_id: ['text', at('externalFindingId')],
  name: ['text', at('name')],
  external_asset_id: ['text', at('externalAssetId')],
  product: ['text', at('vendorProductName')],
  severity: ['integer', at('severity')],
  vendor_status: ['text', at('findingStatus')],
  cve: ['text', at('findingType', 'vulnerability', 'cveId')],
  cwe: ['text', at('findingType', 'vulnerability', 'cweId')],
  cvss: ['real', at('findingType', 'vulnerability', 'cvss', 'cvss3Base')],
  epss: ['real', at('epss')],
  first_found_at: ['time', at('firstFoundOn')],
  last_found_at: ['time', at('lastFoundOn')],
  fixed_at: ['time', at('fixedOn')],
  sub_type: ['text', at('subType')],
  component: ['text', at('component', 'name')],
  place: ['text', at('url'), at('file')],
};

const COLUMNS: { readonly [E in Entity]: Readonly<Record<string, Column>> } = { asset: ASSET, finding: FINDING };

/** Names of the derived columns and the kind of each, in the order in which `columnsOf` gives their values. */
export const derivedColumns = (entity: Entity): readonly (readonly [name: string, kind: ColumnKind])[] =>
  Object.entries(COLUMNS[entity]).map(([name, [kind]]) => [name, kind === 'time' ? 'integer' : kind]);

const asKind = (kind: Kind, value: Json): Value => {
  if (kind === 'text') return String(value);
  return kind === 'time' ? Date.parse(String(value)) : Number(value);
};

function columnOf(record: JsonObject, [kind, ...paths]: Column): Value {
  for (const path of paths) {
    let value: Json | undefined = record;
    for (const name of path) value = (value as JsonObject | undefined)?.[name];
    if (value !== undefined && value !== null) return asKind(kind, value);
  }
  return null;
}

const TABLES: { readonly [E in Entity]: readonly Column[] } = {
  asset: Object.values(ASSET),
  finding: Object.values(FINDING),
};

/** What a record's columns hold, in the order of `derivedColumns`: the one place that says so, for both databases. */
export const columnsOf = (entity: Entity, record: JsonObject): readonly Value[] =>
  TABLES[entity].map((column) => columnOf(record, column));
