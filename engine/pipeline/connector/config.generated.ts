/* Generated from schemas/ by `npm run gen`: edit the schema, never this file. */

/**
 * A literal value, a reference to an environment variable or a file, a list of values, or a group of values by name.
 */
export type SettingValue =
  (string | number | boolean) | EnvironmentReference | FileReference | SettingList | SettingGroup;
/**
 * Values of a list setting.
 */
export type SettingList = SettingValue[];

/**
 * Configuration of one connection. Only settings is required.
 */
export interface Config {
  $schema?: string;
  /**
   * Settings of the connector. Each is a literal value, {"env": "NAME"}, {"file": "path"}, a list, or a group of these.
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
export interface EnvironmentReference {
  /**
   * Name of the environment variable to read.
   */
  env: string;
}
export interface FileReference {
  /**
   * Path of the file to read. A single trailing line break is removed.
   */
  file: string;
}
/**
 * Settings of a group by name.
 */
export interface SettingGroup {
  [k: string]: SettingValue;
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
