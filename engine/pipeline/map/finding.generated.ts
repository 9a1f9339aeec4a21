/* Generated from schemas/ by `npm run gen`: edit the schema, never this file. */

/**
 * RFC 3339 in UTC with milliseconds.
 */
export type Instant = string;

/**
 * One weakness of one asset. A field with nothing to say is absent, never null or empty.
 */
export interface Finding {
  /**
   * Identity of the finding within a connection.
   */
  externalFindingId: string;
  /**
   * The asset that the finding belongs to.
   */
  externalAssetId: string;
  /**
   * The product that found it.
   */
  vendorProductName: string;
  /**
   * Short name of the weakness.
   */
  name: string;
  /**
   * 1 to 5, 5 is worst.
   */
  severity: number;
  /**
   * Where the finding stands.
   */
  findingStatus: 'NEW' | 'ACTIVE' | 'REOPENED' | 'FIXED' | 'IGNORED' | 'NONE';
  /**
   * Plain text.
   */
  description?: string;
  firstFoundOn?: Instant;
  lastFoundOn?: Instant;
  fixedOn?: Instant;
  findingType?: FindingType;
  /**
   * TCP or UDP port.
   */
  port?: number;
  protocol?: string;
  /**
   * The vendor's own type of the finding.
   */
  subType?: string;
  /**
   * What the scanner saw, as the vendor gives it.
   */
  detectionResult?: string;
  /**
   * Where it was found.
   */
  url?: string;
  /**
   * HTTP method.
   */
  method?: string;
  /**
   * The vulnerable parameter.
   */
  parameter?: string;
  /**
   * Source file.
   */
  file?: string;
  /**
   * Line in the source file.
   */
  line?: number;
  component?: Component;
  /**
   * EPSS probability, 0 to 1.
   */
  epss?: number;
  /**
   * How to mend it; plain text.
   */
  solution?: string;
  /**
   * Links or identifiers to read on.
   */
  references?: string[];
}
/**
 * What kind of finding it is, with that kind's own fields.
 */
export interface FindingType {
  vulnerability?: Vulnerability;
}
export interface Vulnerability {
  /**
   * A CVE id; a vendor's private id goes into name.
   */
  cveId?: string;
  cweId?: string;
  cvss?: Cvss;
}
export interface Cvss {
  /**
   * CVSS 3.x base score.
   */
  cvss3Base?: number;
  /**
   * The vendor's own vector text, invisible characters dropped.
   */
  vector?: string;
}
/**
 * The third-party component that is vulnerable.
 */
export interface Component {
  name?: string;
  version?: string;
  language?: string;
}
