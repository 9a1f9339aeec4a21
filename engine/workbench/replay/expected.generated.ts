/* Generated from schemas/ by `npm run gen`: edit the schema, never this file. */

/**
 * What a recorded case must give.
 */
export interface Expected {
  $schema?: string;
  /**
   * Asset records, in the order of the run.
   */
  asset: {}[];
  /**
   * Finding records, in the order of the run.
   */
  finding: {}[];
  rejects: ExpectedReject[];
  /**
   * Enum → the vendor's value → count.
   */
  unmapped?: {
    [k: string]: {
      [k: string]: number;
    };
  };
  /**
   * Codes of the run's warnings.
   */
  warnings?: string[];
  /**
   * Stream → partition → cursor after the run.
   */
  cursors?: {
    [k: string]: {
      [k: string]: string;
    };
  };
  /**
   * Code of the error that ends the run.
   */
  error?: string;
}
export interface ExpectedReject {
  entity: string;
  stream: string;
  pointer: string;
  code: string;
}
