/* Generated from schemas/ by `npm run gen`: edit the schema, never this file. */

/**
 * Result of one run.
 */
export interface RunReport {
  runId: string;
  /**
   * ID of the connector.
   */
  connector: string;
  /**
   * Version of the connector's manifest.
   */
  version: string;
  state: 'PROCESSED' | 'ERRORED';
  startedAt: string;
  finishedAt: string;
  /**
   * Mode of the run: delta if a saved cursor limited at least one stream, full otherwise.
   */
  mode: 'full' | 'delta';
  streams: {
    [k: string]: StreamReport;
  };
  entities: EntityReports;
  /**
   * Unmapped values: enum name → vendor value → count.
   */
  unmapped: {
    [k: string]: {
      [k: string]: number;
    };
  };
  /**
   * Values of mapped records that an enum does not list and its default (`unmapped`: `omit`, `pass` or `to`) handled: enum name → vendor value → count. Values are cut to 80 characters; from the 1,001st value of an enum, they are counted together as `(other values)`. Absent without any.
   */
  defaulted?: {
    [k: string]: {
      [k: string]: number;
    };
  };
  warnings: Warning[];
  error: null | RunError;
}
export interface StreamReport {
  /**
   * Number of requests sent, including retries.
   */
  requests: number;
  retries: number;
  pages: number;
  /**
   * Number of items that the records selector returned.
   */
  items: number;
  partitions: number;
}
/**
 * Counts of each entity of the connector. asset and finding are always present.
 */
export interface EntityReports {
  asset: EntityReport;
  finding: EntityReport;
  [k: string]: EntityReport;
}
export interface EntityReport {
  mapped: number;
  rejected: number;
  /**
   * Number of mapped records, without duplicates.
   */
  written: number;
}
export interface Warning {
  code: string;
  message: string;
  stream?: string;
  partition?: string;
  count?: number;
}
export interface RunError {
  code: string;
  message: string;
  fix: string;
  stream: string | null;
  partition: string | null;
}
