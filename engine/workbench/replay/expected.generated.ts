/* Generated from schemas/ by `npm run gen`: edit the schema, never this file. */

/**
 * Expected result of a recorded case.
 */
export interface Expected {
  $schema?: string;
  /**
   * Asset records, in the order in which the run writes them.
   */
  asset: {}[];
  /**
   * Finding records, in the order in which the run writes them.
   */
  finding: {}[];
  /**
   * Records of the other entities, by entity, in the order in which the run writes them.
   */
  records?: {
    [k: string]: {}[];
  };
  rejects: ExpectedReject[];
  /**
   * Unmapped values: enum name → vendor value → count.
   */
  unmapped?: {
    [k: string]: {
      [k: string]: number;
    };
  };
  /**
   * Codes of the warnings that the run reports.
   */
  warnings?: string[];
  /**
   * Cursors after the run: stream → partition → cursor.
   */
  cursors?: {
    [k: string]: {
      [k: string]: string;
    };
  };
  /**
   * Code of the error that ends the run, if it fails.
   */
  error?: string;
}
export interface ExpectedReject {
  entity: string;
  stream: string;
  pointer: string;
  code: string;
}
