/* Generated from schemas/ by `npm run gen`: edit the schema, never this file. */

/**
 * A value, or where to read it.
 */
export type SettingValue =
  | (string | number | boolean)
  | {
      /**
       * Name of an environment variable.
       */
      env: string;
    }
  | {
      /**
       * Path of a file; one line end at its end is dropped.
       */
      file: string;
    };

/**
 * What one connection of a connector needs to run. Only settings is required.
 */
export interface Config {
  $schema?: string;
  /**
   * The connector's settings: each a value, {"env": "NAME"} or {"file": "path"}.
   */
  settings: {
    [k: string]: SettingValue;
  };
  /**
   * Filters, by the name of the stream that they narrow.
   */
  filters?: {
    [k: string]: string;
  };
  select?: Select;
  /**
   * A map of your own in place of one of the manifest's: its name → the path of a JSON file with the map.
   */
  map?: {
    [k: string]: string;
  };
}
/**
 * What to sync; everything when absent.
 */
export interface Select {
  /**
   * Asset types to write.
   */
  assetTypes?: string[];
  /**
   * Finding types to write.
   */
  findingTypes?: string[];
}
