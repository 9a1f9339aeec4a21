import assetSchema from '../../../schemas/asset.schema.json' with { type: 'json' };
import type { AssetRow, FindingRow } from '../store/tables.ts';
import type { Entity } from './query.ts';

/** Kind of a field: `text` matches parts, `word` is a short name that matches as a whole, `list` matches if any string does. */
export type FieldKind = 'text' | 'word' | 'list' | 'integer' | 'number' | 'time';

/** Source of a field's value: a column, which may contain several packed values, a path in the record's JSON, or another table. */
type FieldSource =
  | { readonly column: string; readonly packed?: true }
  | { readonly path: readonly string[]; readonly anyType?: true }
  | { readonly table: 'connection' | 'seen' };

/** Field that queries can use. */
export interface QueryField {
  readonly kind: FieldKind;
  readonly place: FieldSource;
  readonly summary: string;
  /** Other names that users of vendors and target systems know. */
  readonly aliases?: readonly string[];
  /** All possible values. */
  readonly values?: readonly string[];
  /** `word` only: stored in upper case. */
  readonly capitals?: true;
  /** Named numbers. */
  readonly words?: Readonly<Record<string, number>>;
}

type Fields = Readonly<Record<string, QueryField>>;

const defineFields =
  <Row>() =>
  (column: keyof Row & string): FieldSource => ({ column });

const finding = defineFields<FindingRow>();
const asset = defineFields<AssetRow>();
const packed = (place: FieldSource): FieldSource => ({ ...place, packed: true }) as FieldSource;
const collectRecord = (...path: string[]): FieldSource => ({ path });

const SEVERITIES = { critical: 5, high: 4, medium: 3, low: 2, info: 1, informational: 1 };

const BOTH = {
  connection: { kind: 'text', place: { table: 'connection' }, summary: 'name of its connection' },
  firstSeenOn: { kind: 'time', place: { column: 'first_seen_at' }, summary: 'time it was added to this inventory' },
  lastSeenOn: { kind: 'time', place: { table: 'seen' }, summary: 'time a run last saw it' },
  changedOn: { kind: 'time', place: { column: 'changed_at' }, summary: 'time it last changed in this inventory' },
  runId: { kind: 'word', place: { column: 'run_id' }, summary: 'run that wrote it', aliases: ['run'] },
} as const satisfies Fields;

const FINDING = {
  name: { kind: 'text', place: finding('name'), summary: 'name of the weakness', aliases: ['title'] },
  severity: { kind: 'integer', place: finding('severity'), summary: '1 to 5, 5 is the worst', words: SEVERITIES },
  status: {
    kind: 'word',
    place: finding('status'),
    summary: 'current status',
    aliases: ['findingStatus', 'state'],
    values: ['NEW', 'ACTIVE', 'REOPENED', 'FIXED', 'IGNORED', 'NONE'],
  },
  vendorProductName: {
    kind: 'text',
    place: finding('product'),
    summary: 'product that found it',
    aliases: ['product', 'productName', 'vendorProduct'],
  },
  risk: { kind: 'number', place: finding('risk'), summary: 'risk score, 0 to 100', aliases: ['riskScore'] },
  cveId: {
    kind: 'word',
    place: packed(finding('cve')),
    summary: 'any of its CVE ids',
    aliases: [
      'cve',
      'cveIds',
      'vulnerability.cveId',
      'findingType.vulnerability.cveId',
      'findingType.vulnerability.cveIds',
    ],
    capitals: true,
  },
  cweId: {
    kind: 'word',
    place: packed(finding('cwe')),
    summary: 'any of its CWE ids',
    aliases: [
      'cwe',
      'cweIds',
      'vulnerability.cweId',
      'findingType.vulnerability.cweId',
      'findingType.vulnerability.cweIds',
    ],
    capitals: true,
  },
  cvss: {
    kind: 'number',
    place: finding('cvss'),
    summary: 'CVSS 3 base score, 0 to 10',
    aliases: ['cvss3Base', 'cvssScore', 'vulnerability.cvss.cvss3Base', 'findingType.vulnerability.cvss.cvss3Base'],
  },
  cvssVector: {
    kind: 'text',
    place: collectRecord('findingType', 'vulnerability', 'cvss', 'vector'),
    summary: 'CVSS vector',
    aliases: ['vector', 'findingType.vulnerability.cvss.vector'],
  },
  epss: { kind: 'number', place: finding('epss'), summary: 'EPSS probability, 0 to 1' },
  firstFoundOn: {
    kind: 'time',
    place: finding('first_found_at'),
    summary: 'time the vendor first saw it',
    aliases: ['firstFound', 'firstFoundDate'],
  },
  lastFoundOn: {
    kind: 'time',
    place: finding('last_found_at'),
    summary: 'time the vendor last saw it',
    aliases: ['lastFound', 'lastFoundDate'],
  },
  fixedOn: {
    kind: 'time',
    place: finding('fixed_at'),
    summary: 'time it was fixed',
    aliases: ['fixed', 'fixedDate'],
  },
  subType: { kind: 'text', place: finding('sub_type'), summary: "vendor's own type" },
  component: {
    kind: 'text',
    place: finding('component'),
    summary: 'third-party component',
    aliases: ['component.name', 'componentName'],
  },
  componentVersion: {
    kind: 'text',
    place: collectRecord('component', 'version'),
    summary: 'version of the component',
    aliases: ['component.version'],
  },
  componentLanguage: {
    kind: 'text',
    place: collectRecord('component', 'language'),
    summary: 'language of the component',
    aliases: ['component.language'],
  },
  place: { kind: 'text', place: finding('place'), summary: 'URL or file' },
  url: { kind: 'text', place: collectRecord('url'), summary: 'URL of the finding' },
  file: { kind: 'text', place: collectRecord('file'), summary: 'source file' },
  line: { kind: 'integer', place: collectRecord('line'), summary: 'line in the source file' },
  method: { kind: 'word', place: collectRecord('method'), summary: 'HTTP method' },
  parameter: { kind: 'text', place: collectRecord('parameter'), summary: 'vulnerable parameter' },
  port: { kind: 'integer', place: collectRecord('port'), summary: 'TCP or UDP port' },
  protocol: { kind: 'word', place: collectRecord('protocol'), summary: 'protocol' },
  description: { kind: 'text', place: collectRecord('description'), summary: 'description' },
  detectionResult: { kind: 'text', place: collectRecord('detectionResult'), summary: 'output of the scanner' },
  solution: { kind: 'text', place: collectRecord('solution'), summary: 'recommended fix' },
  references: {
    kind: 'list',
    place: collectRecord('references'),
    summary: 'links to further information',
    aliases: ['reference'],
  },
  externalFindingId: {
    kind: 'text',
    place: finding('external_id'),
    summary: 'id within the connection',
    aliases: ['findingId', 'id'],
  },
  externalAssetId: {
    kind: 'text',
    place: finding('external_asset_id'),
    summary: 'id of its asset within the connection',
    aliases: ['assetId'],
  },
  ...BOTH,
} as const satisfies Fields;

const ASSET = {
  name: { kind: 'text', place: asset('name'), summary: 'name of the asset', aliases: ['assetDetail.name', 'title'] },
  source: { kind: 'text', place: asset('source'), summary: 'vendor of the asset', aliases: ['vendor'] },
  assetType: {
    kind: 'word',
    place: asset('asset_type'),
    summary: 'type of asset',
    aliases: ['type'],
    values: assetSchema.properties.assetType.enum,
  },
  criticality: {
    kind: 'word',
    place: asset('criticality'),
    summary: 'business criticality',
    aliases: ['assetDetail.criticality'],
  },
  risk: { kind: 'number', place: asset('risk'), summary: 'risk score, 0 to 100', aliases: ['riskScore'] },
  url: { kind: 'text', place: asset('url'), summary: 'web address or repository' },
  vendorAssetId: { kind: 'text', place: asset('vendor_asset_id'), summary: "vendor's secondary id" },
  externalAssetId: {
    kind: 'text',
    place: asset('external_id'),
    summary: 'id within the connection',
    aliases: ['assetId', 'id'],
  },
  goneOn: { kind: 'time', place: asset('gone_at'), summary: 'time a run no longer contained it', aliases: ['gone'] },
  description: {
    kind: 'text',
    place: collectRecord('assetDetail', 'description'),
    summary: 'description',
    aliases: ['assetDetail.description'],
  },
  businessUnit: {
    kind: 'text',
    place: collectRecord('assetDetail', 'businessUnit'),
    summary: 'business unit',
    aliases: ['assetDetail.businessUnit'],
  },
  owners: {
    kind: 'list',
    place: collectRecord('assetDetail', 'owners'),
    summary: 'owners',
    aliases: ['owner', 'assetDetail.owners'],
  },
  tags: {
    kind: 'list',
    place: collectRecord('assetDetail', 'tags'),
    summary: 'tags',
    aliases: ['tag', 'assetDetail.tags'],
  },
  createdOn: {
    kind: 'time',
    place: collectRecord('assetDetail', 'createdOn'),
    summary: 'time the vendor created it',
    aliases: ['created', 'assetDetail.createdOn'],
  },
  lastUpdatedOn: {
    kind: 'time',
    place: collectRecord('assetDetail', 'lastUpdatedOn'),
    summary: 'time the vendor last changed it',
    aliases: ['lastUpdated', 'assetDetail.lastUpdatedOn'],
  },
  lastScannedOn: {
    kind: 'time',
    place: collectRecord('assetDetail', 'lastScannedOn'),
    summary: 'time of the last scan',
    aliases: ['lastScanned', 'assetDetail.lastScannedOn'],
  },
  repoUrl: { kind: 'text', place: collectRecord('repoUrl'), summary: 'URL of the code repository' },
  webAppUrl: { kind: 'text', place: collectRecord('webAppUrl'), summary: 'URL of the web application' },
  webAppName: { kind: 'text', place: collectRecord('webAppName'), summary: 'name of the web application' },
  fqdn: { kind: 'text', place: asset('fqdn'), summary: 'domain name of the host', aliases: ['host', 'hostname'] },
  ipAddresses: {
    kind: 'list',
    place: packed(asset('ip_addresses')),
    summary: 'any IP address of the host',
    aliases: ['ip', 'ipAddress'],
  },
  macAddress: {
    kind: 'text',
    place: collectRecord('macAddress'),
    summary: 'MAC address of the host',
    aliases: ['mac'],
  },
  operatingSystem: {
    kind: 'text',
    place: asset('operating_system'),
    summary: 'operating system of the host',
    aliases: ['os'],
  },
  ...BOTH,
} as const satisfies Fields;

/** Fields of each entity, by name; add a field as a row here. */
export const FIELDS: Readonly<Record<Entity, Fields>> = { asset: ASSET, finding: FINDING };

/** Fields that free text searches: columns only, so that it never reads whole records. */
export const TEXT_FIELDS: Readonly<Record<Entity, readonly string[]>> = {
  asset: ['name', 'source', 'url', 'fqdn', 'ipAddresses', 'externalAssetId'],
  finding: ['name', 'vendorProductName', 'cveId', 'cweId', 'component', 'place', 'externalFindingId'],
};

/** Prefixes of fields and groups, and their entity. */
export const PREFIXES: Readonly<Record<string, Entity>> = {
  inventory: 'asset',
  asset: 'asset',
  assets: 'asset',
  finding: 'finding',
  findings: 'finding',
};

const indexByName = (fields: Fields) =>
  new Map(
    Object.entries(fields)
      .toReversed()
      .flatMap(([name, { aliases = [] }]) => [...aliases, name].map((each) => [each.toLowerCase(), name] as const)),
  );

const NAMES: Readonly<Record<Entity, ReadonlyMap<string, string>>> = {
  asset: indexByName(ASSET),
  finding: indexByName(FINDING),
};

export const otherEntity = (entity: Entity): Entity => (entity === 'asset' ? 'finding' : 'asset');

/** Prefix of the fields in a record's `custom` object, which no list of fields names. */
const CUSTOM = 'custom.';

/** Field of a record's `custom` object, of any JSON type; names after the prefix are case-sensitive. */
const customField = (name: string): QueryField => ({
  kind: 'text',
  place: { path: name.split('.'), anyType: true },
  summary: 'custom field',
});

const isCustom = (name: string): boolean =>
  name.startsWith(CUSTOM) && name.length > CUSTOM.length && !name.split('.').includes('');

export const getField = (entity: Entity, name: string): QueryField | undefined =>
  isCustom(name) ? customField(name) : FIELDS[entity][name];

function findCustomField(given: string, entity: Entity): { entity: Entity; field: string } | undefined {
  const dot = given.indexOf('.');
  const prefixed = PREFIXES[given.slice(0, dot).toLowerCase()];
  const name = prefixed ? given.slice(dot + 1) : given;
  return isCustom(name) ? { entity: prefixed ?? entity, field: name } : undefined;
}

/** Finds the field that a name means in a query about `entity`, with or without a prefix, ignoring case. */
export function findField(given: string, entity: Entity): { entity: Entity; field: string } | undefined {
  const custom = findCustomField(given, entity);
  if (custom) return custom;
  const name = given.toLowerCase();
  const dot = name.indexOf('.');
  const prefixed = dot < 0 ? undefined : PREFIXES[name.slice(0, dot)];
  const field = prefixed && NAMES[prefixed].get(name.slice(dot + 1));
  if (prefixed && field !== undefined) return { entity: prefixed, field };
  for (const own of [entity, otherEntity(entity)]) {
    const found = NAMES[own].get(name);
    if (found !== undefined) return { entity: own, field: found };
  }
  return undefined;
}
