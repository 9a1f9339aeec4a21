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
 * | firstFoundOn, lastFoundOn | `finding_status.first_found_date`, `finding_status.last_seen_date`, as they are even where the first is after the last |
 * | findingType.vulnerability.cveId | `finding_details.cve.name` when it is a CVE id |
 * | findingType.vulnerability.cweId | `finding_details.cwe.id` |
 * | findingType.vulnerability.cvss.cvss3Base | `finding_details.cve.cvss3.score` |
 * | findingType.vulnerability.cvss.vector | `finding_details.cve.cvss3.vector`, invisible characters dropped, no prefix added (never the CVSS 2 `cve.vector`) |
 * | component.name, .version, .language | `finding_details.component_filename`, `.version`, `.language` |
 * | epss | `finding_details.cve.exploitability.epss_score` |
 * | references | `[finding_details.cve.href]` |
 * | all else | absent |
 */
export {};
