/**
 * Veracode findings v2, `scan_type=STATIC` or `DYNAMIC` → findings (`source: findings` of veracode-sast and veracode-dast).
 * Applications in list order, then the findings as listed. Policy context only (no `context` parameter).
 *
 * | target | source |
 * | --- | --- |
 * | externalFindingId | `<application guid>:<issue_id>` |
 * | externalAssetId | application `guid` |
 * | vendorProductName | `Veracode SAST`, `Veracode DAST` |
 * | name | `finding_details.finding_category.name`, else `finding_details.cwe.name` |
 * | severity | `finding_details.severity`: 0, 1 → 1; 2 to 5 as they are |
 * | findingStatus | `finding_status`: resolution `MITIGATED` or `POTENTIAL_FALSE_POSITIVE` and resolution_status `APPROVED` → `IGNORED` (open or closed); then `OPEN` and new → `NEW`; `OPEN` → `ACTIVE`; `CLOSED` → `FIXED` |
 * | description | `description`, plain text; for `DYNAMIC` base64 decoded first (some older ones are not base64: they begin with `<`) |
 * | firstFoundOn, lastFoundOn | `finding_status.first_found_date`, `finding_status.last_seen_date` |
 * | findingType.vulnerability.cweId | `finding_details.cwe.id` |
 * | file | STATIC: `finding_details.file_path`, else `file_name` |
 * | line | STATIC: `finding_details.file_line_number` when above 0 |
 * | url | DYNAMIC: `finding_details.url`, verbatim |
 * | port | DYNAMIC: `finding_details.port` (digits as text, or a number) |
 * | parameter | DYNAMIC: `finding_details.vulnerable_parameter` |
 * | all else | absent |
 */
export {};
