import type { SimulatedId } from './connectors.ts';

/** Row of a guide's mapping table, as it appears in the manifest. */
export interface GuideRow {
  /** Source field in the guide. */
  readonly guide: string;
  /** Name of the map that contains the row. */
  readonly map: string;
  readonly target: string;
  /** Path that the map's expression must read. */
  readonly reads: string;
}

const row = (guide: string, map: string, target: string, reads: string): GuideRow => ({ guide, map, target, reads });

const CVE = 'finding_details.cve';

/** Rows of the five guides. If the source differs from the guide, the manifest's notes contain the reason. */
export const GUIDE_ROWS: Readonly<Record<SimulatedId, readonly GuideRow[]>> = {
  'veracode-sast': [
    row('guid', 'asset', 'externalAssetId', 'guid'),
    row('app_name', 'asset', 'assetDetail.name', 'profile.name'),
    row('finding_id', 'finding', 'externalFindingId', 'finding_id'),
    row('flaw_name', 'finding', 'name', 'flaw_name'),
    row('cweId', 'finding', 'findingType.vulnerability.cweId', 'cwe_id'),
    row('severity', 'finding', 'severity', 'severity'),
    row('status', 'finding', 'findingStatus', 'status'),
    row('found_date', 'finding', 'firstFoundOn', 'found_date'),
    row('last_found_date', 'finding', 'lastFoundOn', 'last_found_date'),
  ],
  'veracode-dast': [
    row('guid', 'asset', 'externalAssetId', 'guid'),
    row('app_name', 'asset', 'assetDetail.name', 'profile.name'),
    row('finding_id', 'finding', 'externalFindingId', 'finding_id'),
    row('severity', 'finding', 'severity', 'severity'),
    row('status', 'finding', 'findingStatus', 'status'),
    row('found_date', 'finding', 'firstFoundOn', 'found_date'),
    row('last_found_date', 'finding', 'lastFoundOn', 'last_found_date'),
  ],
  'veracode-sca': [
    row('id', 'asset', 'externalAssetId', 'id'),
    row('oid', 'asset', 'vendorAssetId', 'oid'),
    row('profile.name', 'asset', 'assetDetail.name', 'profile.name'),
    row('git_repo_url', 'asset', 'repoUrl', 'profile.git_repo_url'),
    row('findings[].finding_details.cve.name', 'finding', 'name', `${CVE}.name`),
    row('findings[].finding_details.cve.exploitability.full_cve', 'finding', 'externalFindingId', `${CVE}.name`),
    row('findings[].finding_details.cwe.id', 'finding', 'findingType.vulnerability.cweId', 'finding_details.cwe.id'),
    row('findings[].finding_details.cve.name', 'finding', 'findingType.vulnerability.cveId', `${CVE}.name`),
    row(
      'findings[].finding_details.cve.cvss3.score',
      'finding',
      'findingType.vulnerability.cvss.cvss3Base',
      `${CVE}.cvss3.score`,
    ),
    row(
      'findings[].finding_details.cve.cvss3.vector',
      'finding',
      'findingType.vulnerability.cvss.vector',
      `${CVE}.cvss3.vector`,
    ),
    row('findings[].description', 'finding', 'description', 'description'),
    row('findings[].finding_status.first_found_date', 'finding', 'firstFoundOn', 'finding_status.first_found_date'),
    row('findings[].finding_status.status', 'finding', 'findingStatus', 'finding_status.status'),
    row('findings[].finding_status.last_seen_date', 'finding', 'lastFoundOn', 'finding_status.last_seen_date'),
    row('findings[].finding_details.severity', 'finding', 'severity', 'finding_details.severity'),
  ],
  // The guide's own table is lost; these are the rows of its reconstruction.
  'checkmarx-one-dast': [
    row('environments[].environmentId', 'asset', 'externalAssetId', 'environmentId'),
    row('environments[].domain', 'asset', 'webAppName', 'domain'),
    row('environments[].url', 'asset', 'webAppUrl', 'url'),
    row('results[].id', 'finding', 'externalFindingId', 'id'),
    row('results[].name', 'finding', 'name', 'name'),
    row('results[].severity', 'finding', 'severity', 'severity'),
    row('results[].status', 'finding', 'findingStatus', 'status'),
    row('results[].state', 'finding', 'findingStatus', 'state'),
    row('results[].description', 'finding', 'description', 'description'),
    row('results[].cwe_id', 'finding', 'findingType.vulnerability.cweId', 'cwe_id'),
    row('results[].url', 'finding', 'url', 'url'),
    row('results[].method', 'finding', 'method', 'method'),
    row('scans[].created', 'finding', 'firstFoundOn', '$scan.created'),
    row('scans[].updateTime', 'finding', 'lastFoundOn', '$scan.updateTime'),
  ],
  'hcl-appscan-dast': [
    row('apps.Url', 'asset', 'webAppUrl', 'Url'),
    row('apps.Name', 'asset', 'webAppName', 'Name'),
    row('Items[].Id', 'finding', 'externalFindingId', 'Id'),
    row('Items[].IssueType', 'finding', 'name', 'IssueType'),
    row('Items[].SeverityValue', 'finding', 'severity', 'Severity'),
    row('Items[].Cve', 'finding', 'findingType.vulnerability.cveId', 'Cve'),
    row('Items[].CvssVersion', 'finding', 'findingType.vulnerability.cvss.cvss3Base', 'CvssVersion'),
    row('Items[].Cwe', 'finding', 'findingType.vulnerability.cweId', 'Cwe'),
    row('Items[].DateCreated', 'finding', 'firstFoundOn', 'DateCreated'),
    row('Items[].LastFound', 'finding', 'lastFoundOn', 'LastFound'),
    row('Items[].Port', 'finding', 'port', 'Port'),
    row('Items[].Scheme', 'finding', 'protocol', 'Scheme'),
    row('Items[].IssueTypeId', 'finding', 'subType', 'IssueTypeId'),
    row('Items[].IssueXml', 'finding', 'detectionResult', 'IssueXml'),
    row('Status', 'finding', 'findingStatus', 'Status'),
  ],
};
