/* Generated from schemas/ by `npm run gen`: edit the schema, never this file. */

/**
 * RFC 3339 in UTC with milliseconds.
 */
export type Instant = string;

/**
 * Something that findings belong to: a web application, a code repository, a host. A field with nothing to say is absent, never null or empty.
 */
export interface Asset {
  /**
   * Identity of the asset within a connection.
   */
  externalAssetId: string;
  /**
   * What kind of thing the asset is.
   */
  assetType: 'WEB_APPLICATION' | 'CODE_REPO' | 'GENERIC_APPLICATION' | 'HOST';
  /**
   * The vendor that lists the asset.
   */
  source: string;
  /**
   * The vendor's own second id of the asset, where it has one.
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
}
/**
 * What is known of the asset.
 */
export interface AssetDetail {
  /**
   * Display name.
   */
  name: string;
  /**
   * Plain text.
   */
  description?: string;
  /**
   * Business criticality in the vendor's words.
   */
  criticality?: string;
  /**
   * Business unit the asset belongs to.
   */
  businessUnit?: string;
  /**
   * Names or addresses of the owners.
   */
  owners?: string[];
  /**
   * Tags given by the vendor's users.
   */
  tags?: string[];
  createdOn?: Instant;
  lastUpdatedOn?: Instant;
  lastScannedOn?: Instant;
}
