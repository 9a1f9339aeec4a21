/* Generated from schemas/ by `npm run gen`: edit the schema, never this file. */

/**
 * RFC 3339 timestamp in UTC with milliseconds.
 */
export type Instant = string;

/**
 * An entity that findings belong to, such as a web application, a code repository or a host. A field without a value is absent, never null or empty.
 */
export interface Asset {
  /**
   * Unique identifier of the asset within a connection.
   */
  externalAssetId: string;
  /**
   * Type of the asset.
   */
  assetType:
    | 'WEB_APPLICATION'
    | 'CODE_REPO'
    | 'GENERIC_APPLICATION'
    | 'HOST'
    | 'CONTAINER_IMAGE'
    | 'CLOUD_RESOURCE'
    | 'API'
    | 'MOBILE_APPLICATION';
  /**
   * Vendor that reports the asset.
   */
  source: string;
  /**
   * Secondary identifier that the vendor assigns to the asset, if any.
   */
  vendorAssetId?: string;
  assetDetail: AssetDetail;
  /**
   * URL of the code repository.
   */
  repoUrl?: string;
  /**
   * URL of the web application.
   */
  webAppUrl?: string;
  /**
   * Name of the web application.
   */
  webAppName?: string;
  /**
   * IPv4 and IPv6 addresses of the host.
   */
  ipAddresses?: string[];
  /**
   * Fully qualified domain name of the host.
   */
  fqdn?: string;
  /**
   * MAC address of the host.
   */
  macAddress?: string;
  /**
   * Operating system of the host, with its version.
   */
  operatingSystem?: string;
  custom?: Custom;
}
/**
 * Details of the asset.
 */
export interface AssetDetail {
  /**
   * Display name.
   */
  name: string;
  /**
   * Description in plain text.
   */
  description?: string;
  /**
   * Business criticality, as the vendor names it.
   */
  criticality?: string;
  /**
   * Business unit that owns the asset.
   */
  businessUnit?: string;
  /**
   * Names or email addresses of the owners.
   */
  owners?: string[];
  /**
   * Tags assigned in the vendor's product.
   */
  tags?: string[];
  createdOn?: Instant;
  lastUpdatedOn?: Instant;
  lastScannedOn?: Instant;
}
/**
 * Fields without a target of their own. Maps fill them as custom.<name>; a value may have any JSON type.
 */
export interface Custom {
  [k: string]: unknown;
}
