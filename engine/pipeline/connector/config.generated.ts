/* Generated from schemas/ by `npm run gen`: edit the schema, never this file. */

/**
 * A literal value, or a reference to an environment variable or a file.
 */
export type SettingValue =
  | (string | number | boolean)
  | {
      /**
       * Name of the environment variable to read.
       */
      env: string;
    }
  | {
      /**
       * Path of the file to read. A single trailing line break is removed.
       */
      file: string;
    };

/**
 * Configuration of one connection. Only settings is required.
 */
export interface Config {
  $schema?: string;
  /**
   * Settings of the connector. Each is a literal value, {"env": "NAME"} or {"file": "path"}.
   */
  settings: {
    [k: string]: SettingValue;
  };
  /**
   * Filters by stream name.
   */
  filters?: {
    [k: string]: string;
  };
  select?: Select;
  /**
   * Custom maps: the name of a map in the manifest → the path of a JSON file that replaces it.
   */
  map?: {
    [k: string]: string;
  };
}
/**
 * Records to sync. Default: all.
 */
export interface Select {
  /**
   * Entities to sync.
   */
  entities?: string[];
  /**
   * Asset types to sync.
   */
  assetTypes?: string[];
  /**
   * Finding types to sync.
   */
  findingTypes?: string[];
}
