/* Generated from schemas/ by `npm run gen`: edit the schema, never this file. */

/**
 * What came of one run.
 */
export interface RunReport {
  runId: string;
  /**
   * Id of the connector.
   */
  connector: string;
  /**
   * Version of its manifest.
   */
  version: string;
  state: 'PROCESSED' | 'ERRORED';
  startedAt: string;
  finishedAt: string;
  /**
   * delta when a saved cursor narrowed at least one stream.
   */
  mode: 'full' | 'delta';
  streams: {
    [k: string]: StreamReport;
  };
  entities: EntityReports;
  /**
   * Per enum: the vendor's values that it does not hold, with their counts.
   */
  unmapped: {
    [k: string]: {
      [k: string]: number;
    };
  };
  warnings: Warning[];
  error: null | RunError;
}
export interface StreamReport {
  /**
   * Requests sent, retries included.
   */
  requests: number;
  retries: number;
  pages: number;
  /**
   * Items that the records selector gave.
   */
  items: number;
  partitions: number;
}
export interface EntityReports {
  asset: EntityReport;
  finding: EntityReport;
}
export interface EntityReport {
  mapped: number;
  rejected: number;
  /**
   * Mapped records less repeats.
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
