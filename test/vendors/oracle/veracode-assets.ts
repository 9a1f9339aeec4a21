/**
 * Veracode applications → assets. `GET /appsec/v1/applications`, in list order; every application is an asset.
 *
 * | target | veracode-sast | veracode-dast | veracode-sca |
 * | --- | --- | --- | --- |
 * | externalAssetId | `guid` | `guid` | `id` |
 * | assetType | `CODE_REPO` | `WEB_APPLICATION` | `CODE_REPO` |
 * | source | `Veracode` | `Veracode` | `Veracode` |
 * | vendorAssetId | `id` | `id` | `oid` |
 * | assetDetail.name | `profile.name` | the same | the same |
 * | assetDetail.description | `profile.description`, plain text | the same | the same |
 * | assetDetail.criticality | `profile.business_criticality`, verbatim (`VERY_HIGH`) | the same | the same |
 * | assetDetail.businessUnit | `profile.business_unit.name`, verbatim | the same | the same |
 * | assetDetail.owners | `profile.business_owners[]`: `email`, else `name` | the same | the same |
 * | assetDetail.tags | `profile.tags` split at commas, trimmed, empty ones dropped | the same | the same |
 * | assetDetail.createdOn | `created` | the same | the same |
 * | assetDetail.lastUpdatedOn | `modified` | the same | the same |
 * | assetDetail.lastScannedOn | `last_completed_scan_date` | the same | the same |
 * | repoUrl | `profile.git_repo_url` | – | `profile.git_repo_url` |
 * | webAppName | – | `profile.name` | – |
 * | webAppUrl | – | – (no endpoint of the connector has one) | – |
 */
export {};
