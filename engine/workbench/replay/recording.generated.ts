/* Generated from schemas/ by `npm run gen`: edit the schema, never this file. */

/**
 * One recorded case of a connector: the config it ran with, and each request with its response, redacted of secrets.
 */
export interface Recording {
  $schema?: string;
  /**
   * What the case shows.
   */
  description: string;
  /**
   * The clock's time at the start of the run; the replay's clock stands there.
   */
  now: string;
  /**
   * The settings of the run; secrets are replaced by made-up values of the same form.
   */
  settings: {
    [k: string]: string | number | boolean;
  };
  filters?: {
    [k: string]: string;
  };
  select?: {
    assetTypes?: string[];
    findingTypes?: string[];
  };
  /**
   * Stream → partition → the cursor that a run before this one saved.
   */
  cursors?: {
    [k: string]: {
      [k: string]: string;
    };
  };
  exchanges: Exchange[];
}
export interface Exchange {
  request: RecordedRequest;
  response: RecordedResponse;
}
export interface RecordedRequest {
  method: string;
  /**
   * As it goes on the wire, credentials in it replaced by *.
   */
  url: string;
  /**
   * The headers that the manifest sets; of a credential only its shape (letters a, digits 0, by length class).
   */
  headers?: {
    [k: string]: string;
  };
  /**
   * A JSON body as JSON, any other as text; secrets in it replaced by *.
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
   * A JSON body as JSON, any other as text.
   */
  body?: {
    [k: string]: unknown;
  };
}
