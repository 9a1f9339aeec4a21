import type { HandWritten } from './plain.ts';
import { cleanText, expectStorable, type Loose, plainText, quickTime, Refused, zone } from './values.ts';

/** Mappings tuned for speed: no temporary objects, tables as Maps, and no Date for times that are already in UTC. */
const text = (value: Loose): string | undefined =>
  typeof value === 'string' && value !== '' ? expectStorable(value) : undefined;

const id = (value: Loose): string | undefined =>
  typeof value === 'string' ? text(value) : value === undefined || value === null ? undefined : `${value}`;

const number = (value: Loose): number | undefined => {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && value !== '' ? +value : undefined;
};

const CWE = /^(?:CWE-)?(\d+)$/i;
const CVE = /^CVE-\d{4}-\d{4,}$/;

const cwe = (value: Loose): string | undefined => {
  if (typeof value === 'number') return value > 0 ? `CWE-${value}` : undefined;
  if (typeof value !== 'string' || value === '') return undefined;
  const digits = CWE.exec(value)?.[1];
  return digits !== undefined && +digits > 0 ? `CWE-${+digits}` : undefined;
};

const cve = (value: Loose): string | undefined => (typeof value === 'string' && CVE.test(value) ? value : undefined);

const known = <T>(table: ReadonlyMap<unknown, T>, value: unknown): T => {
  const found = table.get(value);
  if (found === undefined) throw new Refused('an unknown value');
  return found;
};

/** Sets a member unless its value is undefined. */
const set = (object: Loose, key: string, value: unknown): void => {
  if (value !== undefined) object[key] = value;
};

const createLookup = (entries: Record<string, unknown>): ReadonlyMap<unknown, unknown> =>
  new Map<unknown, unknown>(
    Object.entries(entries).flatMap(([key, value]) => [
      [key, value] as const,
      [Number.isNaN(+key) ? key : +key, value] as const,
    ]),
  );

const SEVERITY = createLookup({ 0: 1, 1: 1, 2: 2, 3: 3, 4: 4, 5: 5 });
const REPORT_STATUS = createLookup({ Open: 'ACTIVE', Closed: 'FIXED', Mitigated: 'IGNORED' });
const ACCEPTED = /^(approved|accepted)$/i;
const MITIGATED = /mitigat|false[ _]positive/i;

const reportStatus = (row: Loose): unknown => {
  const review = row.resolution_status || row.mitigation_status || row.mitigation_review_status;
  if (review && ACCEPTED.test(review)) {
    const resolution = row.resolution || row.finding_resolution || row.mitigation;
    if (!resolution || MITIGATED.test(resolution)) return 'IGNORED';
  }
  const status = known(REPORT_STATUS, row.status);
  const isNew = row.new === true || (row.found_date && row.found_date === row.last_found_date);
  return status === 'ACTIVE' && isNew ? 'NEW' : status;
};

const vulnerability = (record: Loose, cveId: string | undefined, cweId: string | undefined, cvss?: Loose): void => {
  if (cveId === undefined && cweId === undefined && cvss === undefined) return;
  const made: Loose = {};
  if (cveId !== undefined) made.cveId = cveId;
  if (cweId !== undefined) made.cweId = cweId;
  if (cvss !== undefined) made.cvss = cvss;
  record.findingType = { vulnerability: made };
};

const report =
  (product: string): HandWritten =>
  (row, { application }) => {
    const guid = application.guid;
    const record: Loose = {
      vendorProductName: product,
      externalFindingId: row.finding_id != null ? expectStorable(`${guid}:${row.finding_id}`) : undefined,
      externalAssetId: id(guid),
      name: text(row.flaw_name ? row.flaw_name : row.vulnerability_title),
      severity: known(SEVERITY, row.severity),
      findingStatus: reportStatus(row),
    };
    if (row.description) set(record, 'description', plainText(row.description));
    set(record, 'firstFoundOn', quickTime(row.found_date, zone));
    set(record, 'lastFoundOn', quickTime(row.last_found_date, zone));
    set(record, 'fixedOn', quickTime(row.fixed_date, zone));
    vulnerability(record, cve(row.cve_id), cwe(row.cwe_id));
    set(record, 'file', text(row.filename));
    return record;
  };

const STATUS = createLookup({ CLOSED: 'FIXED', OPEN: 'ACTIVE' });

const findingStatus = (finding: Loose): unknown => {
  const { status, resolution, resolution_status } = finding;
  if (resolution_status === 'APPROVED' && (resolution === 'MITIGATED' || resolution === 'POTENTIAL_FALSE_POSITIVE'))
    return 'IGNORED';
  const isNew = finding.new === true || finding.first_found_date === finding.last_seen_date;
  return status === 'OPEN' && isNew ? 'NEW' : known(STATUS, status);
};

const findings: HandWritten = (item, { application }) => {
  const details = item.finding_details;
  const status = item.finding_status;
  const asset = application.guid ? application.guid : item.context_guid;
  const record: Loose = {
    vendorProductName: 'Veracode DAST',
    externalFindingId: item.issue_id != null ? expectStorable(`${asset}:${item.issue_id}`) : undefined,
    externalAssetId: id(asset),
    name: text(details.finding_category?.name ? details.finding_category.name : details.cwe?.name),
    severity: known(SEVERITY, details.severity),
    findingStatus: findingStatus(status),
  };
  if (item.description) set(record, 'description', plainText(item.description));
  set(record, 'firstFoundOn', quickTime(status.first_found_date));
  set(record, 'lastFoundOn', quickTime(status.last_seen_date));
  vulnerability(record, undefined, cwe(details.cwe?.id));
  set(record, 'url', text(details.url));
  set(record, 'port', number(details.port));
  set(record, 'parameter', text(details.vulnerable_parameter));
  return record;
};

const scores = (cvss3: Loose): Loose => {
  if (cvss3 === undefined || cvss3 === null) return undefined;
  const score = number(cvss3.score);
  const vector = cvss3.vector ? cleanText(cvss3.vector) : undefined;
  if (score === undefined && vector === undefined) return undefined;
  const made: Loose = {};
  if (score !== undefined) made.cvss3Base = score;
  if (vector !== undefined) made.vector = vector;
  return made;
};

const sca: HandWritten = (item, { application }) => {
  const details = item.finding_details;
  const status = item.finding_status;
  const found = details.cve;
  const record: Loose = {
    vendorProductName: 'Veracode SCA',
    externalFindingId: expectStorable(`${application.guid}:${details.component_id}:${found.name}`),
    externalAssetId: id(application.id),
    name: text(found.name),
    severity: known(SEVERITY, details.severity),
    findingStatus: findingStatus(status),
  };
  if (item.description) set(record, 'description', plainText(item.description));
  set(record, 'firstFoundOn', quickTime(status.first_found_date));
  set(record, 'lastFoundOn', quickTime(status.last_seen_date));
  vulnerability(record, cve(found.name), cwe(details.cwe?.id), scores(found.cvss3));
  const component: Loose = {};
  set(component, 'name', text(details.component_filename));
  set(component, 'version', text(details.version));
  set(component, 'language', text(details.language));
  record.component = component;
  set(record, 'epss', number(found.exploitability?.epss_score));
  if (found.href) record.references = [expectStorable(found.href)];
  return record;
};

const CX_SEVERITY = createLookup({ INFO: 1, LOW: 2, MEDIUM: 3, HIGH: 4, CRITICAL: 5 });
const CX_STATUS = createLookup({ New: 'NEW', Recurrent: 'ACTIVE', NEW: 'NEW', RECURRENT: 'ACTIVE' });
const NEW = /^\s*new\s*$/i;
const NOT_EXPLOITABLE = /^\s*not[\s_-]*exploitable\s*$/i;

const checkmarx: HandWritten = (item, { environment, scan }) => {
  const asset = environment.environmentId ? environment.environmentId : item.environment_id;
  const record: Loose = {
    vendorProductName: 'CheckmarxOne DAST',
    externalFindingId: item.id ? expectStorable(`${asset}:${item.id}`) : undefined,
    externalAssetId: id(asset),
    name: text(item.name),
    severity: CX_SEVERITY.get(item.severity) ?? known(CX_SEVERITY, String(item.severity).toUpperCase()),
    findingStatus: NOT_EXPLOITABLE.test(item.state) ? 'IGNORED' : known(CX_STATUS, item.status),
  };
  if (item.description) set(record, 'description', plainText(item.description));
  if (item.solution) set(record, 'solution', plainText(item.solution));
  if (NEW.test(item.status)) set(record, 'firstFoundOn', quickTime(scan.created));
  set(record, 'lastFoundOn', quickTime(scan.updateTime));
  vulnerability(record, undefined, cwe(item.cwe_id));
  set(record, 'url', text(item.url));
  set(record, 'method', text(item.method));
  return record;
};

const AS_SEVERITY = createLookup({ Undetermined: 1, Informational: 1, Low: 2, Medium: 3, High: 4, Critical: 5 });
const AS_STATUS = createLookup({
  ...{ Open: 'NEW', New: 'NEW', InProgress: 'ACTIVE', 'In Progress': 'ACTIVE', Noise: 'NONE' },
  ...{ Fixed: 'FIXED', Passed: 'IGNORED', Reopened: 'REOPENED' },
});

const appScan: HandWritten = (item, { application }) => {
  if (item.DiscoveryMethod !== 'DAST') return 'skipped';
  const version = item.CvssVersion;
  const score = version === 'Cvss30' || version === 'Cvss31' ? number(item.Cvss) : undefined;
  const record: Loose = {
    vendorProductName: 'HCL AppScan',
    externalFindingId: id(item.Id),
    externalAssetId: id(application.Id ? application.Id : item.ApplicationId),
    name: text(item.IssueType),
    severity: known(AS_SEVERITY, item.Severity),
    findingStatus: known(AS_STATUS, item.Status),
  };
  set(record, 'firstFoundOn', quickTime(item.DateCreated));
  set(record, 'lastFoundOn', quickTime(item.LastFound));
  vulnerability(record, cve(item.Cve), cwe(item.Cwe), score === undefined ? undefined : { cvss3Base: score });
  set(record, 'port', number(item.Port));
  set(record, 'protocol', text(item.Scheme));
  set(record, 'subType', text(item.IssueTypeId));
  set(record, 'detectionResult', text(item.IssueXml));
  set(record, 'url', text(item.Location));
  if (item.ElementType === 'Parameter') set(record, 'parameter', text(item.Element));
  set(record, 'epss', number(item.EpssScore));
  if (item.DetailsUrl) record.references = [expectStorable(item.DetailsUrl)];
  return record;
};

const WIDE_SEVERITY = createLookup({ low: 2, medium: 3, high: 4, critical: 5 });

const labels = (tags: Loose): string[] => {
  const found: string[] = [];
  for (const tag of tags) if (tag.kind === 'label') found.push(expectStorable(tag.value));
  return found;
};

const findHost = (host: Loose, owner: Loose): Loose => {
  const { network } = host;
  const made: Loose = {
    name: text(host.name),
    ip: text(host.addresses[0]),
    os: text(`${host.os.family} ${host.os.version}`),
  };
  made.network = {
    zone: text(network.zone),
    vlan: `${network.vlan}`,
    gateway: text(network.gateway),
    port: number(network.port),
  };
  made.owner = { name: text(owner.name), mail: text(owner.mail.toLowerCase()), team: text(owner.team.name) };
  if (owner.contact) set(made.owner, 'phone', text(owner.contact.phone));
  return made;
};

const findSoftware = (software: Loose): Loose => {
  const { git, file } = software.source;
  const { license } = software;
  const made: Loose = {
    name: text(software.name),
    version: text(software.version),
    vendor: text(software.vendor.name),
    path: text(software.paths.join(':')),
  };
  made.license = { id: text(license.spdx.id), name: text(license.spdx.name), url: text(license.url) };
  made.source = { repo: text(git.repo), commit: text(git.commit.slice(0, 12)), branch: text(git.branch) };
  if (file) made.source.file = { path: text(file.path), owner: text(file.owner), line: file.line };
  return made;
};

const wide: HandWritten = ({ meta, asset, package: software }) => {
  const { rating } = meta;
  return {
    id: expectStorable(`${meta.tenant}/${meta.id}`),
    name: text(meta.title ? meta.title : meta.id),
    severity: known(WIDE_SEVERITY, rating.level),
    seenOn: quickTime(meta.times.seen),
    tags: labels(meta.tags),
    host: findHost(asset.host, asset.owner),
    software: findSoftware(software),
    score: { base: number(rating.cvss.score), vector: cleanText(rating.cvss.vector), epss: number(rating.epss) },
  };
};

/** Tuned hand-written mappings, by subject. */
export const TUNED: Readonly<Record<string, HandWritten>> = {
  'veracode-sast, report': report('Veracode Static Analysis'),
  'veracode-dast, report': report('Veracode DAST'),
  'veracode-dast, findings': findings,
  'veracode-sca': sca,
  'checkmarx-one-dast': checkmarx,
  'hcl-appscan-dast': appScan,
  'wide and nested': wide,
};
