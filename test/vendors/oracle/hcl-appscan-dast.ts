/**
 * HCL AppScan on Cloud → assets and findings. Applications by `Id` (`$orderby=Id`) whose `ScanTechnologies` holds `DAST`;
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
export {};
