/**
 * Veracode findings v2, `scan_type=STATIC` or `DYNAMIC` → findings (`source: findings` of veracode-sast and veracode-dast).
 * Applications in list order, then the findings as listed. Policy context only (no `context` parameter).
 *
 * | target | source |
 * | --- | --- |
 * | externalFindingId | `<application guid>:<issue_id>` |
 * | externalAssetId | application `guid` |
 * | vendorProductName | `Veracode Static Analysis`, `Veracode DAST` |
 * | name | `finding_details.finding_category.name`, else `finding_details.cwe.name` |
 * | severity | `finding_details.severity`: 0, 1 → 1; 2 to 5 unchanged |
 * | findingStatus | `finding_status`: resolution `MITIGATED` or `POTENTIAL_FALSE_POSITIVE` and resolution_status `APPROVED` → `IGNORED` (open or closed); then `OPEN` and new, or first found when last seen → `NEW`; `OPEN` → `ACTIVE`; `CLOSED` → `FIXED` |
 * | description | `description`, plain text; for `DYNAMIC` base64 decoded first (some older ones are not base64: they start with `<`) |
 * | firstFoundOn, lastFoundOn | `finding_status.first_found_date`, `finding_status.last_seen_date` |
 * | findingType.vulnerability.cweId | `finding_details.cwe.id` |
 * | file | STATIC: `finding_details.file_path`, else `file_name` |
 * | line | STATIC: `finding_details.file_line_number` when above 0 |
 * | url | DYNAMIC: `finding_details.url`, verbatim |
 * | port | DYNAMIC: `finding_details.port` (digits as text, or a number) |
 * | parameter | DYNAMIC: `finding_details.vulnerable_parameter` |
 * | all else | absent |
 */
import type { VeracodeDataset } from '../../studio/demo/vendors/dataset/veracode.ts';
import { type Expected, expectedOf, type FindingRecord, type Outcome, present, unknownValue } from './records.ts';
import { cwe, parseItem, plain, said, time, vulnerability } from './values.ts';
import { veracodeAssets } from './veracode-assets.ts';
import { type FindingStatus, veracodeSeverity, veracodeStatus } from './veracode-state.ts';

interface Finding {
  issue_id: number | string;
  description: string | null;
  finding_status: FindingStatus;
  finding_details: {
    severity: number;
    cwe?: { id: number; name: string };
    finding_category?: { name: string };
    file_path?: string | null;
    file_name?: string | null;
    file_line_number?: number;
    url?: string | null;
    port?: string | number | null;
    vulnerable_parameter?: string | null;
  };
}

/** Returns the expected findings of veracode-sast or veracode-dast from findings v2. */
export const veracodeFindings = (dataset: VeracodeDataset, kind: 'sast' | 'dast'): Expected => {
  const flaws = kind === 'sast' ? dataset.static : dataset.dynamic;
  const exact = dataset.options.hugeIds === true;

  function* outcomes(): Generator<Outcome> {
    for (let app = 0; app < dataset.applications.count; app++) {
      const { guid } = dataset.applications.at(app);
      const list = flaws.findings(app);
      for (let i = 0; i < list.count; i++) yield outcomeOf(parseItem<Finding>(list.json(i), exact), guid, kind);
    }
  }

  return expectedOf(() => veracodeAssets(dataset, kind), outcomes);
};

const outcomeOf = (finding: Finding, guid: string, kind: 'sast' | 'dast'): Outcome => {
  const { finding_status: state, finding_details: details } = finding;
  const severity = veracodeSeverity(details.severity);
  if (severity === undefined) return unknownValue('severity', details.severity, finding);
  const findingStatus = veracodeStatus(state);
  if (findingStatus === undefined) return unknownValue('status', state.status, finding);
  const record = present<FindingRecord>({
    externalFindingId: `${guid}:${finding.issue_id}`,
    externalAssetId: guid,
    vendorProductName: kind === 'sast' ? 'Veracode Static Analysis' : 'Veracode DAST',
    name: details.finding_category?.name ?? details.cwe?.name ?? '',
    severity,
    findingStatus,
    description: plain(kind === 'sast' ? finding.description : decoded(finding.description)),
    firstFoundOn: time(state.first_found_date),
    lastFoundOn: time(state.last_seen_date),
    findingType: vulnerability({ cweId: cwe(details.cwe?.id) }),
    ...(kind === 'sast' ? codePlace(details) : webPlace(details)),
  });
  return { record };
};

const codePlace = (details: Finding['finding_details']): Partial<FindingRecord> =>
  present<Partial<FindingRecord>>({
    file: said(details.file_path) ?? said(details.file_name),
    line: Number(details.file_line_number) > 0 ? Number(details.file_line_number) : undefined,
  });

const webPlace = (details: Finding['finding_details']): Partial<FindingRecord> =>
  present<Partial<FindingRecord>>({
    url: said(details.url),
    port: details.port ? Number(details.port) : undefined,
    parameter: said(details.vulnerable_parameter),
  });

/** Decodes descriptions of dynamic findings: newer ones are base64 of HTML, older ones plain HTML. */
const decoded = (text: string | null): string | null =>
  text === null || text.startsWith('<') ? text : Buffer.from(text, 'base64').toString('utf8');
