import { hash } from 'node:crypto';
import { readWeaknessIds } from '../../../base/format/weakness-ids.ts';
import { dropUndefined, type Json, type JsonObject, readPath } from '../../../base/json/index.ts';
import type { FindingItem } from '../record.ts';

const toText = (value: Json | undefined): string | undefined => (typeof value === 'string' ? value : undefined);

/** SARIF levels by severity, 1 to 5. */
export const sarifLevel = (severity: number): string => (severity >= 4 ? 'error' : severity === 3 ? 'warning' : 'note');

/** SARIF baseline state by finding status. */
const BASELINE: Readonly<Record<string, string>> = {
  NEW: 'new',
  REOPENED: 'new',
  ACTIVE: 'unchanged',
  FIXED: 'absent',
};

/** Percent-encodes characters that are invalid in a URI; keeps existing escapes. */
const encodePart = (part: string) => encodeURI(part.toWellFormed()).replaceAll(/%25([0-9a-f]{2})/gi, '%$1');

/** Formats a location as a URI reference: a URL, or a path whose first segment must not look like a scheme. */
export function formatUri(place: string): string {
  const url = URL.parse(place)?.href ?? place.replaceAll('\\', '/');
  const [head = '', ...fragment] = url.split('#');
  const uri = fragment.length === 0 ? encodePart(head) : `${encodePart(head)}#${encodePart(fragment.join('%23'))}`;
  return URL.canParse(uri) || !/^[^/?#]*:/.test(uri) ? uri : `./${uri}`;
}

/** Returns the rule of a finding: its first CVE, its first CWE, or its name. */
const findRuleId = (record: JsonObject): string =>
  readWeaknessIds(record, 'cve')[0] ?? readWeaknessIds(record, 'cwe')[0] ?? String(record['name']);

/** Lists the IDs of one kind if the rule does not name all of them. */
function listFurtherIds(record: JsonObject, kind: 'cve' | 'cwe'): Json | undefined {
  const ids = readWeaknessIds(record, kind);
  return ids.length > 1 ? [...ids] : undefined;
}

function buildPhysicalLocation(record: JsonObject): JsonObject | undefined {
  const place = toText(record['file']) ?? toText(record['url']);
  if (place === undefined) return undefined;
  const line = record['line'];
  const region = typeof line === 'number' && line > 0 ? { region: { startLine: line } } : {};
  return { physicalLocation: { artifactLocation: { uri: formatUri(place) }, ...region } };
}

function buildLocation({ record, asset }: FindingItem): JsonObject {
  const component = toText(readPath(record, ['component', 'name']));
  const version = toText(readPath(record, ['component', 'version']));
  const name = component ?? asset?.name ?? String(record['externalAssetId']);
  const full = version === undefined ? name : `${name}@${version}`;
  const logical = { name, fullyQualifiedName: full, kind: component === undefined ? 'resource' : 'module' };
  return { ...buildPhysicalLocation(record), logicalLocations: [logical] };
}

/** Converts a finding to a SARIF result. */
export function buildResult(item: FindingItem): JsonObject {
  const { record, asset, connection, connectionId, risk } = item;
  const status = String(record['findingStatus']);
  const name = String(record['name']);
  const description = toText(record['description']);
  const baseline = BASELINE[status];
  const identity = JSON.stringify([connectionId, record['externalFindingId'] ?? null]);
  return {
    ruleId: findRuleId(record),
    level: sarifLevel(Number(record['severity'])),
    message: { text: description === undefined ? name : `${name}: ${description}` },
    locations: [buildLocation(item)],
    partialFingerprints: { 'mapwrightFinding/v1': hash('sha256', identity, 'hex') },
    ...(baseline === undefined ? {} : { baselineState: baseline }),
    ...(status === 'IGNORED' ? { suppressions: [{ kind: 'external', status: 'accepted' }] } : {}),
    properties: dropUndefined({
      externalFindingId: record['externalFindingId'],
      externalAssetId: record['externalAssetId'],
      asset: asset?.name,
      source: asset?.source,
      connection,
      severity: record['severity'],
      status,
      risk,
      cveIds: listFurtherIds(record, 'cve'),
      cweIds: listFurtherIds(record, 'cwe'),
      custom: record['custom'],
      epss: record['epss'],
      cvss: readPath(record, ['findingType', 'vulnerability', 'cvss', 'cvss3Base']),
      firstFoundOn: record['firstFoundOn'],
    }),
  };
}
