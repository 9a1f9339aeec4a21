/* Generated from schemas/ by `npm run gen`: edit the schema, never this file. */

/**
 * See schedule.schema.json.
 */
export type Schedule = import('../schedule/schedule.generated.ts').Schedule | null;

/**
 * A connection as its maker or editor wants it: with the values of its secrets.
 */
export interface ConnectionDraft {
  /**
   * No other connection has it.
   */
  name: string;
  /**
   * What it is for, at most 164 characters.
   */
  description: string;
  /**
   * Id of a catalogue connector, or the absolute path of a manifest.
   */
  connector: string;
  /**
   * All of them, with their values.
   */
  settings: {
    [k: string]: string | number | boolean;
  };
  /**
   * What to sync; everything when absent.
   */
  select: {
    /**
     * Asset types to write.
     */
    assetTypes?: string[];
    /**
     * Finding types to write.
     */
    findingTypes?: string[];
  };
  /**
   * Filters, by the name of the stream that they narrow.
   */
  filters: {
    [k: string]: string;
  };
  /**
   * Ids or names of custom maps, by the manifest's map; default for the connector's own.
   */
  maps: {
    [k: string]: string;
  };
  schedule: Schedule;
  /**
   * Runs by hand alone, whatever the schedule.
   */
  manualOnly: boolean;
  /**
   * It may run.
   */
  active: boolean;
  /**
   * Findings that the vendor no longer lists stay as they are.
   */
  preserveAbsent: boolean;
}
