import { cleanText, expectStorable, type Loose, plainText, Refused, zone } from './values.ts';

/** Straightforward hand-written mapping, not optimized. Throws for a rejected item. */
export type HandWritten = (item: Loose, scope: Loose) => Loose;

const text = (value: Loose) => (typeof value === 'string' && value !== '' ? expectStorable(value) : undefined);
const id = (value: Loose) =>
  value === undefined || value === null || value === '' ? undefined : expectStorable(String(value));
const time = (value: Loose) => (value ? new Date(value).toISOString() : undefined);
const zonedTime = (value: Loose) => {
  if (!value) return undefined;
  const local = Date.parse(`${value.replace(' ', 'T')}Z`);
  return new Date(local - zone(local)).toISOString();
};
const number = (value: Loose) => (value === undefined || value === null || value === '' ? undefined : Number(value));
const cwe = (value: Loose) => {
  const digits = /^(?:CWE-)?(\d+)$/i.exec(String(value ?? ''))?.[1];
  return digits && Number(digits) > 0 ? `CWE-${Number(digits)}` : undefined;
};
const cve = (value: Loose) => (/^CVE-\d{4}-\d{4,}$/.test(value ?? '') ? value : undefined);
const list = (value: Loose) => (value === undefined || value === null || value === '' ? undefined : [value].flat());
const known = (table: Record<string, Loose>, value: Loose) => {
  if (!Object.hasOwn(table, String(value))) throw new Refused('an unknown value');
  return table[String(value)];
};

const compact = (object: Record<string, Loose>): Loose => {
  const entries = Object.entries(object).filter(([, value]) => value !== undefined);
  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
};

const VERACODE_SEVERITY = { 0: 1, 1: 1, 2: 2, 3: 3, 4: 4, 5: 5 };

const reportStatus = (row: Loose) => {
  const resolution = row.resolution || row.finding_resolution || row.mitigation;
  const review = row.resolution_status || row.mitigation_status || row.mitigation_review_status;
  const isAccepted =
    /^(approved|accepted)$/i.test(review) && (!resolution || /mitigat|false[ _]positive/i.test(resolution));
  if (isAccepted) return 'IGNORED';
  const isNew = row.new === true || (row.found_date && row.found_date === row.last_found_date);
  if (/^open$/i.test(row.status)) return isNew ? 'NEW' : 'ACTIVE';
  return known({ CLOSED: 'FIXED', MITIGATED: 'IGNORED' }, loose(row.status));
};

const report =
  (product: string): HandWritten =>
  (row, { application }) =>
    compact({
      vendorProductName: product,
      externalFindingId: row.finding_id != null ? expectStorable(`${application.guid}:${row.finding_id}`) : undefined,
      externalAssetId: id(application.guid),
      name: text(row.flaw_name || row.vulnerability_title),
      severity: known(VERACODE_SEVERITY, row.severity),
      findingStatus: reportStatus(row),
      description: plainText(row.description ?? ''),
      firstFoundOn: zonedTime(row.found_date),
      lastFoundOn: zonedTime(row.last_found_date),
      fixedOn: zonedTime(row.fixed_date),
      findingType: compact({ vulnerability: compact({ cweId: cwe(row.cwe_id), cveId: cve(row.cve_id) }) }),
      file: text(row.filename),
    });

const findingStatus = (status: Loose) => {
  const isApproved =
    ['MITIGATED', 'POTENTIAL_FALSE_POSITIVE'].includes(status.resolution) && status.resolution_status === 'APPROVED';
  if (isApproved) return 'IGNORED';
  if (status.status === 'OPEN')
    return status.new === true || status.first_found_date === status.last_seen_date ? 'NEW' : 'ACTIVE';
  return known({ CLOSED: 'FIXED' }, status.status);
};

const findings: HandWritten = (item, { application }) => {
  const details = item.finding_details;
  return compact({
    vendorProductName: 'Veracode DAST',
    externalFindingId:
      item.issue_id != null ? expectStorable(`${application.guid || item.context_guid}:${item.issue_id}`) : undefined,
    externalAssetId: id(application.guid || item.context_guid),
    name: text(details.finding_category?.name || details.cwe?.name),
    severity: known(VERACODE_SEVERITY, details.severity),
    findingStatus: findingStatus(item.finding_status),
    description: plainText(item.description ?? ''),
    firstFoundOn: time(item.finding_status.first_found_date),
    lastFoundOn: time(item.finding_status.last_seen_date),
    findingType: compact({ vulnerability: compact({ cweId: cwe(details.cwe?.id) }) }),
    url: text(details.url),
    parameter: text(details.vulnerable_parameter),
    port: number(details.port),
  });
};

const sca: HandWritten = (item, { application }) => {
  const { finding_details: details, finding_status: status } = item;
  return compact({
    vendorProductName: 'Veracode SCA',
    externalFindingId: expectStorable(`${application.guid}:${details.component_id}:${details.cve.name}`),
    externalAssetId: id(application.id),
    name: text(details.cve.name),
    severity: known(VERACODE_SEVERITY, details.severity),
    findingStatus: findingStatus(status),
    description: plainText(item.description ?? ''),
    firstFoundOn: time(status.first_found_date),
    lastFoundOn: time(status.last_seen_date),
    findingType: compact({
      vulnerability: compact({
        cveId: cve(details.cve.name),
        cweId: cwe(details.cwe?.id),
        cvss: compact({
          cvss3Base: number(details.cve.cvss3?.score),
          vector: cleanText(details.cve.cvss3?.vector ?? ''),
        }),
      }),
    }),
    component: compact({
      name: text(details.component_filename),
      version: text(details.version),
      language: text(details.language),
    }),
    epss: number(details.cve.exploitability?.epss_score),
    references: list(details.cve.href),
  });
};

const CHECKMARX_SEVERITY = { INFO: 1, LOW: 2, MEDIUM: 3, HIGH: 4, CRITICAL: 5 };
const CHECKMARX_STATUS = { NEW: 'NEW', RECURRENT: 'ACTIVE', NOT_EXPLOITABLE: 'IGNORED' };
const loose = (value: Loose) => String(value).toUpperCase().replaceAll(' ', '_');

const checkmarx: HandWritten = (item, { environment, scan }) =>
  compact({
    vendorProductName: 'CheckmarxOne DAST',
    externalFindingId: item.id
      ? expectStorable(`${environment.environmentId || item.environment_id}:${item.id}`)
      : undefined,
    externalAssetId: id(environment.environmentId || item.environment_id),
    name: text(item.name),
    severity: known(CHECKMARX_SEVERITY, loose(item.severity)),
    findingStatus: known(
      CHECKMARX_STATUS,
      loose(/^\s*not[\s_-]*exploitable\s*$/i.test(item.state) ? item.state : item.status),
    ),
    description: plainText(item.description ?? ''),
    solution: plainText(item.solution ?? ''),
    firstFoundOn: /^\s*new\s*$/i.test(item.status) ? time(scan.created) : undefined,
    lastFoundOn: time(scan.updateTime),
    findingType: compact({ vulnerability: compact({ cweId: cwe(item.cwe_id) }) }),
    url: text(item.url),
    method: text(item.method),
  });

const APPSCAN_SEVERITY = { Undetermined: 1, Informational: 1, Low: 2, Medium: 3, High: 4, Critical: 5 };
const APPSCAN_STATUS = {
  Open: 'NEW',
  New: 'NEW',
  InProgress: 'ACTIVE',
  Noise: 'NONE',
  Fixed: 'FIXED',
  Passed: 'IGNORED',
  Reopened: 'REOPENED',
};

const appScan: HandWritten = (item, { application }) => {
  if (item.DiscoveryMethod !== 'DAST') return 'skipped';
  const isCvss3 = ['Cvss30', 'Cvss31'].includes(item.CvssVersion);
  return compact({
    vendorProductName: 'HCL AppScan',
    externalFindingId: id(item.Id),
    externalAssetId: id(application.Id || item.ApplicationId),
    name: text(item.IssueType),
    severity: known(APPSCAN_SEVERITY, item.Severity),
    findingStatus: known(APPSCAN_STATUS, String(item.Status).replaceAll(' ', '')),
    firstFoundOn: time(item.DateCreated),
    lastFoundOn: time(item.LastFound),
    findingType: compact({
      vulnerability: compact({
        cveId: cve(item.Cve),
        cweId: cwe(item.Cwe),
        cvss: compact({ cvss3Base: isCvss3 ? number(item.Cvss) : undefined }),
      }),
    }),
    port: number(item.Port),
    protocol: text(item.Scheme),
    subType: text(item.IssueTypeId),
    detectionResult: text(item.IssueXml),
    url: text(item.Location),
    parameter: item.ElementType === 'Parameter' ? text(item.Element) : undefined,
    epss: number(item.EpssScore),
    references: list(item.DetailsUrl),
  });
};

const WIDE_SEVERITY = { low: 2, medium: 3, high: 4, critical: 5 };

const wide: HandWritten = ({ meta, asset: { host, owner }, package: software }) =>
  compact({
    id: expectStorable(`${meta.tenant}/${meta.id}`),
    name: text(meta.title || meta.id),
    severity: known(WIDE_SEVERITY, meta.rating.level),
    seenOn: time(meta.times.seen),
    tags: list(meta.tags.filter((tag: Loose) => tag.kind === 'label').map((tag: Loose) => tag.value)),
    host: compact({
      name: text(host.name),
      ip: text(host.addresses?.[0]),
      os: text(`${host.os.family} ${host.os.version}`),
      network: compact({
        zone: text(host.network.zone),
        vlan: text(String(host.network.vlan)),
        gateway: text(host.network.gateway),
        port: number(host.network.port),
      }),
      owner: compact({
        name: text(owner.name),
        mail: text(owner.mail?.toLowerCase()),
        team: text(owner.team?.name),
        phone: text(owner.contact?.phone),
      }),
    }),
    software: compact({
      name: text(software.name),
      version: text(software.version),
      vendor: text(software.vendor?.name),
      path: text(software.paths?.join(':')),
      license: compact({
        id: text(software.license?.spdx?.id),
        name: text(software.license?.spdx?.name),
        url: text(software.license?.url),
      }),
      source: compact({
        repo: text(software.source?.git?.repo),
        commit: text(software.source?.git?.commit?.slice(0, 12)),
        branch: text(software.source?.git?.branch),
        file: compact({
          path: text(software.source?.file?.path),
          owner: text(software.source?.file?.owner),
          line: number(software.source?.file?.line),
        }),
      }),
    }),
    score: compact({
      base: number(meta.rating.cvss?.score),
      vector: cleanText(meta.rating.cvss?.vector ?? ''),
      epss: number(meta.rating.epss),
    }),
  });

/** Plain hand-written mappings, by subject. */
export const PLAIN: Readonly<Record<string, HandWritten>> = {
  'veracode-sast, report': report('Veracode Static Analysis'),
  'veracode-dast, report': report('Veracode DAST'),
  'veracode-dast, findings': findings,
  'veracode-sca': sca,
  'checkmarx-one-dast': checkmarx,
  'hcl-appscan-dast': appScan,
  'wide and nested': wide,
};
