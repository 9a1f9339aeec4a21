import type { Type } from './odata-tokens.ts';

const typed = (type: Type, names: string): [string, Type][] => names.split(' ').map((name) => [name, type]);

/** Fields that applications can be filtered and ordered by. */
export const APPLICATION_FIELDS: ReadonlyMap<string, Type> = new Map([
  ...typed('guid', 'Id AssetGroupId BusinessUnitId'),
  ...typed('datetime', 'DateCreated LastUpdated LastComment'),
  ...typed(
    'number',
    'CriticalIssues HighIssues MediumIssues LowIssues InformationalIssues NewIssues OpenIssues TotalIssues',
  ),
  ...typed('boolean', 'OverallCompliance'),
  ...typed(
    'string',
    'Name Url Description RiskRating MaxSeverity BusinessImpact BusinessUnit TestingStatus Type Technology Hosts BusinessOwner ScanTechnologies AssetGroupName CreatedBy',
  ),
]);

/** Fields that issues can be filtered and ordered by. */
export const ISSUE_FIELDS: ReadonlyMap<string, Type> = new Map([
  ...typed('guid', 'Id ApplicationId IssueTypeGuid'),
  ...typed('datetime', 'DateCreated LastUpdated LastFound LastComment'),
  ...typed('number', 'SeverityValue Port Line Cwe EpssScore'),
  ...typed(
    'string',
    'Severity Status IssueType IssueTypeId DiscoveryMethod Cvss CvssVersion Cve Host Domain Path Scheme Location Element ElementType Scanner ScanName Language',
  ),
]);
