import { dropUndefined, type Json, type JsonObject, readPath } from '../../json/index.ts';
import { readWeaknessIds } from '../weakness-ids.ts';
import { dropEmpty, readNumber, readText, readTexts, readTimestamp } from './fields.ts';

const CVSS = ['findingType', 'vulnerability', 'cvss'];

/** A vector of CVSS 3.x, which unlike version 2 has the metric PR. A vector of another version has another score. */
const CVSS3_VECTOR = /^(?:CVSS:(3\.\d)\/)?AV:.*\/PR:/;

function buildCvss(record: JsonObject): JsonObject | undefined {
  const score = readNumber(record, ...CVSS, 'cvss3Base');
  if (score === undefined) return undefined;
  const vector = readText(record, ...CVSS, 'vector') ?? '';
  const parts = CVSS3_VECTOR.exec(vector);
  return dropUndefined({
    base_score: score,
    depth: 'Base',
    vector_string: parts ? vector : undefined,
    version: parts?.[1] ?? '3',
  });
}

/** A score belongs to a CVE; with several CVEs, the finding does not tell to which. */
const isScored = (record: JsonObject): boolean => readWeaknessIds(record, 'cve').length === 1;

function buildCve(record: JsonObject, uid: string): JsonObject {
  const cwes = readWeaknessIds(record, 'cwe').map((cwe) => ({ uid: cwe }));
  const cvss = isScored(record) ? buildCvss(record) : undefined;
  const epss = isScored(record) ? readNumber(record, 'epss') : undefined;
  return dropUndefined({
    uid,
    cvss: cvss && [cvss],
    epss: epss === undefined ? undefined : { score: String(epss) },
    related_cwes: cwes.length > 0 ? cwes : undefined,
  });
}

/** Lists what identifies a vulnerability. The schema requires exactly one of CVE, CWE and advisory for each. */
function listIdentities(record: JsonObject): readonly JsonObject[] {
  const cves = readWeaknessIds(record, 'cve');
  if (cves.length > 0) return cves.map((uid) => ({ cve: buildCve(record, uid) }));
  const cwes = readWeaknessIds(record, 'cwe');
  if (cwes.length > 0) return cwes.map((uid) => ({ cwe: { uid } }));
  return [{ advisory: { uid: readText(record, 'name') ?? '' } }];
}

function buildCode(record: JsonObject): JsonObject | undefined {
  const path = readText(record, 'file');
  if (path === undefined) return undefined;
  const name = path.split(/[/\\]/).findLast((part) => part !== '') ?? path;
  const line = readNumber(record, 'line') ?? 0;
  const lines = line > 0 ? { start_line: line, end_line: line } : {};
  return { file: { name, path, type_id: 1, type: 'Regular File' }, ...lines };
}

/** A package needs a name and a version; a component without them remains unmapped. */
function buildPackage(record: JsonObject): JsonObject | undefined {
  const [name, version] = [readText(record, 'component', 'name'), readText(record, 'component', 'version')];
  return name === undefined || version === undefined ? undefined : { name, version };
}

export function buildRemediation(record: JsonObject): JsonObject | undefined {
  const solution = readText(record, 'solution');
  return solution === undefined ? undefined : { desc: solution };
}

/** Returns the vulnerabilities of a finding: one per CVE, else one per CWE, else one named like the finding. */
export function buildVulnerabilities(record: JsonObject): readonly JsonObject[] {
  const [code, affected] = [buildCode(record), buildPackage(record)];
  const shared = dropUndefined({
    title: readText(record, 'name'),
    desc: readText(record, 'description'),
    category: readText(record, 'subType'),
    first_seen_time: readTimestamp(record, 'firstFoundOn'),
    last_seen_time: readTimestamp(record, 'lastFoundOn'),
    affected_code: code && [code],
    affected_packages: affected && [affected],
    references: readTexts(record, 'references'),
    remediation: buildRemediation(record),
  });
  return listIdentities(record).map((identity) => ({ ...identity, ...shared }));
}

const UNMAPPED = ['url', 'method', 'parameter', 'port', 'protocol', 'detectionResult', 'custom'];

/** Returns the fields of a finding for which its event has no attribute, under their own names. */
export function listUnmapped(record: JsonObject): JsonObject | undefined {
  const rest: Record<string, Json | undefined> = Object.fromEntries(UNMAPPED.map((name) => [name, record[name]]));
  const cvss = buildCvss(record);
  const isWhole = cvss !== undefined && readText(record, ...CVSS, 'vector') === readText(cvss, 'vector_string');
  if (!isScored(record)) rest['epss'] = record['epss'];
  if (!isScored(record) || !isWhole) rest['cvss'] = readPath(record, CVSS);
  if (!buildPackage(record) || readText(record, 'component', 'language')) rest['component'] = record['component'];
  return dropEmpty(rest);
}
