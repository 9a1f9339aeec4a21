/**
 * Veracode report rows → findings (`source: report`, the default of veracode-sast and veracode-dast).
 * The rows of all windows, oldest window first, as the report lists them (by `last_updated_date`, ascending);
 * rows updated before `now` less `history_months` are out. Application = the one whose `id` is the row's `app_id`.
 *
 * | target | source |
 * | --- | --- |
 * | externalFindingId | `<application guid>:<finding_id>` |
 * | externalAssetId | application `guid` |
 * | vendorProductName | `Veracode SAST`, `Veracode DAST` |
 * | name | `flaw_name` |
 * | severity | `severity`: 0, 1 → 1; 2 to 5 as they are |
 * | findingStatus | `status`: `Open` → `NEW`, `Closed` → `FIXED` |
 * | description | `description`, plain text (no base64 in reports) |
 * | firstFoundOn, lastFoundOn, fixedOn | `found_date`, `last_found_date`, `fixed_date`, in the report's zone |
 * | findingType.vulnerability.cweId | `cwe_id` |
 * | findingType.vulnerability.cveId | `cve_id` |
 * | file | `filename` (null for dynamic rows) |
 * | all else | absent |
 */
export {};
