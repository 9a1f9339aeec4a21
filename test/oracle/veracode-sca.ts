/**
 * Veracode findings v2, `scan_type=SCA` → findings. Applications in list order, then the findings as listed.
 *
 * | target | source |
 * | --- | --- |
 * | externalFindingId | `<application guid>:<finding_details.component_id>:<finding_details.cve.name>` |
 * | externalAssetId | application `id` |
 * | vendorProductName | `Veracode SCA` |
 * | name | `finding_details.cve.name` (also when it is `SRCCLR-SID-…`) |
 * | severity, findingStatus | as in veracode-findings.ts |
 * | description | `description`, plain text (never base64) |
 * | firstFoundOn, lastFoundOn | `finding_status.first_found_date`, `finding_status.last_seen_date`, unchanged even if the first is after the last |
 * | findingType.vulnerability.cveId | `finding_details.cve.name` when it is a CVE id |
 * | findingType.vulnerability.cweId | `finding_details.cwe.id` |
 * | findingType.vulnerability.cvss.cvss3Base | `finding_details.cve.cvss3.score` |
 * | findingType.vulnerability.cvss.vector | `finding_details.cve.cvss3.vector`, invisible characters dropped, no prefix added (never the CVSS 2 `cve.vector`) |
 * | component.name, .version, .language | `finding_details.component_filename`, `.version`, `.language` |
 * | epss | `finding_details.cve.exploitability.epss_score` |
 * | references | `[finding_details.cve.href]` |
 * | all else | absent |
 */
import type { VeracodeDataset } from '../../studio/demo/vendors/dataset/veracode.ts';
import {
  type Expected,
  expectedOf,
  type FindingRecord,
  type Outcome,
  present,
  presentOrNothing,
  unknownValue,
  type Vulnerability,
} from './records.ts';
import { cve, cwe, parseItem, plain, said, time, visible, vulnerability } from './values.ts';
import { veracodeAssets } from './veracode-assets.ts';
import { type FindingStatus, veracodeSeverity, veracodeStatus } from './veracode-state.ts';

interface Finding {
  description: string | null;
  finding_status: FindingStatus;
  finding_details: {
    severity: number;
    cwe?: { id: number };
    component_id: string;
    component_filename: string;
    version: string;
    language: string;
    cve: {
      name: string;
      href?: string;
      cvss3?: { score: number; vector: string };
      exploitability?: { epss_score?: number };
    };
  };
}

/** Returns the expected output of veracode-sca. */
export const veracodeSca = (dataset: VeracodeDataset): Expected => {
  function* outcomes(): Generator<Outcome> {
    for (let app = 0; app < dataset.applications.count; app++) {
      const list = dataset.sca.findings(app);
      for (let i = 0; i < list.count; i++) {
        yield outcomeOf(parseItem<Finding>(list.json(i), false), dataset.applications.at(app));
      }
    }
  }
  return expectedOf(() => veracodeAssets(dataset, 'sca'), outcomes);
};

const outcomeOf = (finding: Finding, application: { id: string; guid: string }): Outcome => {
  const { finding_status: state, finding_details: details } = finding;
  const severity = veracodeSeverity(details.severity);
  if (severity === undefined) return unknownValue('severity', details.severity, finding);
  const findingStatus = veracodeStatus(state);
  if (findingStatus === undefined) return unknownValue('status', state.status, finding);
  const { name, href, exploitability } = details.cve;
  const record = present<FindingRecord>({
    externalFindingId: `${application.guid}:${details.component_id}:${name}`,
    externalAssetId: application.id,
    vendorProductName: 'Veracode SCA',
    name,
    severity,
    findingStatus,
    description: plain(finding.description),
    firstFoundOn: time(state.first_found_date),
    lastFoundOn: time(state.last_seen_date),
    findingType: vulnerability({ cveId: cve(name), cweId: cwe(details.cwe?.id), cvss: scoreOf(details.cve) }),
    component: presentOrNothing<NonNullable<FindingRecord['component']>>({
      name: said(details.component_filename),
      version: said(details.version),
      language: said(details.language),
    }),
    epss: exploitability?.epss_score,
    references: href ? [href] : undefined,
  });
  return { record };
};

const scoreOf = ({ cvss3 }: Finding['finding_details']['cve']): Vulnerability['cvss'] =>
  cvss3 &&
  presentOrNothing<NonNullable<Vulnerability['cvss']>>({ cvss3Base: cvss3.score, vector: visible(cvss3.vector) });
