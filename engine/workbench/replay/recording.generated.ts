/* Generated from schemas/ by `npm run gen`: edit the schema, never this file. */

/**
 * Value of a setting: a scalar, a list, or a group of settings by name.
 */
export type SettingValue = (string | number | boolean) | SettingList | SettingGroup;
export type SettingList = SettingValue[];

/**
 * Recorded case of a connector: its settings, and each request with its response. Secrets are redacted.
 */
export interface Recording {
  $schema?: string;
  /**
   * Purpose of the case.
   */
  description: string;
  /**
   * Time at the start of the run. A replay sets its clock to it.
   */
  now: string;
  /**
   * Settings of the run. Secrets are replaced by placeholders of the same shape.
   */
  settings: {
    [k: string]: SettingValue;
  };
  filters?: {
    [k: string]: string;
  };
  select?: {
    assetTypes?: string[];
    findingTypes?: string[];
  };
  /**
   * Streams that the run was limited to, together with the streams that they need. Default: all.
   */
  streams?: string[];
  limits?: RecordedLimits;
  /**
   * Cursors that a previous run saved: stream → partition → cursor.
   */
  cursors?: {
    [k: string]: {
      [k: string]: string;
    };
  };
  /**
   * Values in this recording that the vendor does not document and the manifest does not map, by enum. A strict test reports all other unmapped values.
   */
  undocumented?: {
    [k: string]: string[];
  };
  exchanges: Exchange[];
}
export interface SettingGroup {
  [k: string]: SettingValue;
}
/**
 * Limits of the recorded run, per stream.
 */
export interface RecordedLimits {
  items?: number;
  partitions?: number;
}
export interface Exchange {
  request: RecordedRequest;
  response: RecordedResponse;
}
export interface RecordedRequest {
  method: string;
  /**
   * URL exactly as sent. Credentials are replaced by *.
   */
  url: string;
  /**
   * Headers that the manifest sets. A credential is replaced by its shape (letters as a, digits as 0, by length class).
   */
  headers?: {
    [k: string]: string;
  };
  /**
   * Request body: JSON bodies as JSON, others as text. Secrets are replaced by *.
   */
  body?: {
    [k: string]: unknown;
  };
}
export interface RecordedResponse {
  status: number;
  headers?: {
    [k: string]: string;
  };
  /**
   * Response body: JSON bodies as JSON, others as text.
   */
  body?: {
    [k: string]: unknown;
  };
  /**
   * Bytes of a body that is not UTF-8, such as a gzip or zip file, instead of body. Secrets in a gzip file are replaced; an archive with a secret cannot be recorded.
   */
  base64?: string;
}
