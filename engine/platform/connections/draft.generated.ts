/* Generated from schemas/ by `npm run gen`: edit the schema, never this file. */

/**
 * Value of a setting: a scalar, a list, or a group of settings by name.
 */
export type SettingValue = (string | number | boolean) | SettingList | SettingGroup;
export type SettingList = SettingValue[];
/**
 * See schedule.schema.json.
 */
export type Schedule = import('../schedule/schedule.generated.ts').Schedule | null;

/**
 * Request body that creates or updates a connection, including the values of its secrets.
 */
export interface ConnectionDraft {
  /**
   * Unique name.
   */
  name: string;
  /**
   * Purpose of the connection, at most 164 characters.
   */
  description: string;
  /**
   * ID of a connector in the catalogue, or the absolute path of a manifest.
   */
  connector: string;
  /**
   * Values of all settings.
   */
  settings: {
    [k: string]: SettingValue;
  };
  /**
   * Records to sync. Default: all.
   */
  select: {
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
  };
  /**
   * Filters by stream name.
   */
  filters: {
    [k: string]: string;
  };
  /**
   * IDs or names of custom maps, by the name of the map in the manifest. Use "default" for the connector's own map.
   */
  maps: {
    [k: string]: string;
  };
  schedule: Schedule;
  /**
   * If true, ignores the schedule and runs only on request.
   */
  manualOnly: boolean;
  /**
   * If false, the connection does not run.
   */
  active: boolean;
  /**
   * If true, keeps findings that the vendor no longer lists open instead of closing them.
   */
  preserveAbsent: boolean;
}
export interface SettingGroup {
  [k: string]: SettingValue;
}
