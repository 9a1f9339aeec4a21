/* Generated from schemas/ by `npm run gen`: edit the schema, never this file. */

/**
 * RFC 3339 timestamp in UTC with milliseconds.
 */
export type Instant = string;

/**
 * A single weakness of a single asset. A field without a value is absent, never null or empty.
 */
export interface Finding {
  /**
   * Unique identifier of the finding within a connection.
   */
  externalFindingId: string;
  /**
   * Identifier of the asset that the finding belongs to.
   */
  externalAssetId: string;
  /**
   * Product that reports the finding.
   */
  vendorProductName: string;
  /**
   * Short name of the weakness.
   */
  name: string;
  /**
   * Severity from 1 (lowest) to 5 (highest).
   */
  severity: number;
  /**
   * Status of the finding.
   */
  findingStatus: 'NEW' | 'ACTIVE' | 'REOPENED' | 'FIXED' | 'IGNORED' | 'NONE';
  /**
   * Description in plain text.
   */
  description?: string;
  firstFoundOn?: Instant;
  lastFoundOn?: Instant;
  fixedOn?: Instant;
  findingType?: FindingType;
  /**
   * TCP or UDP port number.
   */
  port?: number;
  protocol?: string;
  /**
   * Type of the finding, as the vendor names it.
   */
  subType?: string;
  /**
   * Scanner output, as the vendor reports it.
   */
  detectionResult?: string;
  /**
   * URL of the finding.
   */
  url?: string;
  /**
   * HTTP method of the vulnerable request.
   */
  method?: string;
  /**
   * Name of the vulnerable parameter.
   */
  parameter?: string;
  /**
   * Path of the source file.
   */
  file?: string;
  /**
   * Line number in the source file.
   */
  line?: number;
  component?: Component;
  /**
   * EPSS probability from 0 to 1.
   */
  epss?: number;
  /**
   * Remediation advice in plain text.
   */
  solution?: string;
  /**
   * URLs or identifiers of further reading.
   */
  references?: string[];
  custom?: Custom;
}
/**
 * Type of the finding, with the fields of that type.
 */
export interface FindingType {
  vulnerability?: Vulnerability;
}
export interface Vulnerability {
  /**
   * CVE ID. Put a vendor's proprietary ID into name.
   */
  cveId?: string;
  cweId?: string;
  /**
   * CVE IDs of a finding that may have several. Use cveId for a finding that has at most one.
   */
  cveIds?: string[];
  /**
   * CWE IDs of a finding that may have several. Use cweId for a finding that has at most one.
   */
  cweIds?: string[];
  cvss?: Cvss;
}
export interface Cvss {
  /**
   * CVSS 3.x base score.
   */
  cvss3Base?: number;
  /**
   * CVSS vector as the vendor reports it, without invisible characters.
   */
  vector?: string;
}
/**
 * Vulnerable third-party component.
 */
export interface Component {
  name?: string;
  version?: string;
  language?: string;
}
/**
 * Fields without a target of their own. Maps fill them as custom.<name>; a value may have any JSON type.
 */
export interface Custom {
  [k: string]: unknown;
}
