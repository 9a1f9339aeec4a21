/**
 * Checkmarx One DAST → assets and findings. Environments in list order (no `sort`, or `sort=created:asc`: the same here).
 * Findings: the results of the newest scan (by `created`) whose `lastStatus` is finished (`Completed`, `Finished`, `Finished@…`), in list order
 * (no `sort_by`, or `sort_by=severity:desc`: the same here); none when that scan has `hasResults` false.
 * Scans that run, failed or were cancelled are passed over, even if they hold results.
 *
 * | asset target | source (environment) |
 * | --- | --- |
 * | externalAssetId | `environmentId` |
 * | assetType, source | `WEB_APPLICATION`, `Checkmarx` |
 * | assetDetail.name, webAppName | `domain` |
 * | webAppUrl | `url` |
 * | assetDetail.owners | `[creator]` |
 * | assetDetail.tags | `tags` |
 * | assetDetail.createdOn | `created` |
 * | assetDetail.lastScannedOn | `lastScanTime` |
 * | all else | absent |
 *
 * | finding target | source (result; scan; environment) |
 * | --- | --- |
 * | externalFindingId | `<environmentId>:<id>` |
 * | externalAssetId | environment `environmentId` |
 * | vendorProductName | `CheckmarxOne DAST` |
 * | name | `name` |
 * | severity | `INFO` 1, `LOW` 2, `MEDIUM` 3, `HIGH` 4, `CRITICAL` 5 |
 * | findingStatus | `state` `Not Exploitable` → `IGNORED` (not `Proposed Not Exploitable`); else `status` `New` → `NEW`, `Recurrent` → `ACTIVE` |
 * | description, solution | `description`, `solution`, plain text |
 * | firstFoundOn, lastFoundOn | scan `created`, scan `updateTime` |
 * | findingType.vulnerability.cweId | `cwe_id` (text; `-1` is none) |
 * | url, method | `url`, `method`, verbatim |
 * | all else | absent (`path` is part of `url`) |
 */
export {};
