/**
 * HCL AppScan on Cloud → assets and findings. Applications by `Id` (`$orderby=Id`) whose `ScanTechnologies` contains `DAST`;
 * then their issues by `Id` whose `DiscoveryMethod` is `DAST`.
 *
 * | asset target | source (application) |
 * | --- | --- |
 * | externalAssetId | `Id` |
 * | assetType, source | `WEB_APPLICATION`, `HCL AppScan` |
 * | assetDetail.name, webAppName | `Name` |
 * | webAppUrl | `Url`; when null or empty, from the first issue by `Id` that has both `Scheme` and `Host`: `scheme://host`, plus `:port` unless it is null or the scheme's default (80, 443); else absent |
 * | assetDetail.description | `Description`, plain text |
 * | assetDetail.criticality | `BusinessImpact`, verbatim, except `Unspecified` → absent |
 * | assetDetail.businessUnit | `BusinessUnit` |
 * | assetDetail.owners | `[BusinessOwner]` |
 * | assetDetail.createdOn, .lastUpdatedOn | `DateCreated`, `LastUpdated` |
 * | all else | absent |
 *
 * | finding target | source (issue) |
 * | --- | --- |
 * | externalFindingId | `Id` |
 * | externalAssetId | application `Id` |
 * | vendorProductName | `HCL AppScan` |
 * | name | `IssueType` |
 * | severity | `Severity`: `Undetermined`, `Informational` 1, `Low` 2, `Medium` 3, `High` 4, `Critical` 5 |
 * | findingStatus | `Status`: `New`, `Open` → `NEW`; `InProgress` → `ACTIVE`; `Reopened` → `REOPENED`; `Noise` → `NONE`; `Passed` → `IGNORED`; `Fixed` → `FIXED` |
 * | firstFoundOn, lastFoundOn | `DateCreated`, `LastFound` |
 * | findingType.vulnerability.cveId | `Cve` when it is a CVE id |
 * | findingType.vulnerability.cweId | `Cwe` |
 * | findingType.vulnerability.cvss.cvss3Base | the number in `Cvss` (text) when `CvssVersion` is `Cvss30` or `Cvss31` |
 * | port, protocol | `Port`, `Scheme` |
 * | subType | `IssueTypeId` |
 * | detectionResult | `IssueXml`, verbatim |
 * | url | `Location`, verbatim |
 * | parameter | `Element` when `ElementType` is `Parameter` |
 * | epss | `EpssScore` |
 * | references | `[DetailsUrl]` |
 * | all else | absent (an issue row has no description, no solution) |
 */
import type { AppScanDataset } from '../../studio/demo/vendors/dataset/appscan.ts';
import {
  type AssetDetail,
  type AssetRecord,
  type Expected,
  expectedOf,
  type FindingRecord,
  type Outcome,
  present,
  unknownValue,
} from './records.ts';
import { cve, cwe, parseItem, plain, said, time, vulnerability } from './values.ts';

interface Application {
  Id: string;
  Name: string;
  Url: string | null;
  Description: string | null;
  BusinessImpact: string;
  BusinessUnit: string | null;
  BusinessOwner: string | null;
  DateCreated: string;
  LastUpdated: string;
  ScanTechnologies: string;
}

interface Issue {
  Id: string;
  DiscoveryMethod: string;
  IssueType: string;
  IssueTypeId: string;
  Severity: string;
  Status: string;
  DateCreated: string;
  LastFound: string | null;
  Cve: string | null;
  Cwe: number | null;
  Cvss: string | null;
  CvssVersion: string;
  Scheme: string | null;
  Host: string | null;
  Port: number | null;
  IssueXml: string | null;
  Location: string | null;
  Element: string | null;
  ElementType: string | null;
  EpssScore: number | null;
  DetailsUrl: string | null;
}

const SEVERITY: Readonly<Record<string, number>> = {
  Undetermined: 1,
  Informational: 1,
  Low: 2,
  Medium: 3,
  High: 4,
  Critical: 5,
};
const STATUS: Readonly<Record<string, string>> = {
  New: 'NEW',
  Open: 'NEW',
  InProgress: 'ACTIVE',
  Reopened: 'REOPENED',
  Noise: 'NONE',
  Passed: 'IGNORED',
  Fixed: 'FIXED',
};
const DEFAULT_PORTS: Readonly<Record<string, number>> = { http: 80, https: 443 };

/** Returns the expected output of hcl-appscan-dast. */
export const hclAppScanDast = (dataset: AppScanDataset): Expected => {
  const { applications, issues } = dataset;

  function* dynamic(): Generator<{ app: Application; index: number }> {
    for (let index = 0; index < applications.count; index++) {
      const app = parseItem<Application>(applications.json(index), false);
      if (app.ScanTechnologies.split(',').some((name) => name.trim() === 'DAST')) yield { app, index };
    }
  }

  function* issuesOf(index: number): Generator<Issue> {
    const list = issues.of(index);
    for (let i = 0; i < list.count; i++) yield parseItem<Issue>(list.json(i), false);
  }

  function* assets(): Generator<AssetRecord> {
    for (const { app, index } of dynamic()) yield assetOf(app, said(app.Url) ?? originOf(issuesOf(index)));
  }

  function* outcomes(): Generator<Outcome> {
    for (const { app, index } of dynamic()) {
      for (const issue of issuesOf(index)) if (issue.DiscoveryMethod === 'DAST') yield outcomeOf(issue, app.Id);
    }
  }

  return expectedOf(assets, outcomes);
};

const assetOf = (app: Application, url: string | undefined): AssetRecord =>
  present<AssetRecord>({
    externalAssetId: app.Id,
    assetType: 'WEB_APPLICATION',
    source: 'HCL AppScan',
    assetDetail: present<AssetDetail>({
      name: app.Name,
      description: plain(app.Description),
      criticality: app.BusinessImpact === 'Unspecified' ? undefined : said(app.BusinessImpact),
      businessUnit: said(app.BusinessUnit),
      owners: app.BusinessOwner ? [app.BusinessOwner] : undefined,
      createdOn: time(app.DateCreated),
      lastUpdatedOn: time(app.LastUpdated),
    }),
    webAppName: app.Name,
    webAppUrl: url,
  });

/** Returns the address of an application from its first issue with a scheme and a host. */
const originOf = (issues: Iterable<Issue>): string | undefined => {
  for (const { Scheme, Host, Port } of issues) {
    if (!Scheme || !Host) continue;
    return Port === null || Port === DEFAULT_PORTS[Scheme] ? `${Scheme}://${Host}` : `${Scheme}://${Host}:${Port}`;
  }
  return undefined;
};

const outcomeOf = (issue: Issue, applicationId: string): Outcome => {
  const severity = SEVERITY[issue.Severity];
  if (severity === undefined) return unknownValue('severity', issue.Severity, issue);
  const findingStatus = STATUS[issue.Status];
  if (findingStatus === undefined) return unknownValue('status', issue.Status, issue);
  const record = present<FindingRecord>({
    externalFindingId: issue.Id,
    externalAssetId: applicationId,
    vendorProductName: 'HCL AppScan',
    name: issue.IssueType,
    severity,
    findingStatus,
    firstFoundOn: time(issue.DateCreated),
    lastFoundOn: time(issue.LastFound),
    findingType: vulnerability({ cveId: cve(issue.Cve), cweId: cwe(issue.Cwe), cvss: scoreOf(issue) }),
    port: issue.Port ?? undefined,
    protocol: said(issue.Scheme),
    subType: said(issue.IssueTypeId),
    detectionResult: said(issue.IssueXml),
    url: said(issue.Location),
    parameter: issue.ElementType === 'Parameter' ? said(issue.Element) : undefined,
    epss: issue.EpssScore ?? undefined,
    references: issue.DetailsUrl ? [issue.DetailsUrl] : undefined,
  });
  return { record };
};

const scoreOf = ({ Cvss, CvssVersion }: Issue): { cvss3Base: number } | undefined =>
  Cvss && (CvssVersion === 'Cvss30' || CvssVersion === 'Cvss31') ? { cvss3Base: Number(Cvss) } : undefined;
