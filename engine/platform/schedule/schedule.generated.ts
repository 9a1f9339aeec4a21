/* Generated from schemas/ by `npm run gen`: edit the schema, never this file. */

/**
 * Schedule of a connection. Times are local times in the zone and follow daylight saving time.
 */
export type Schedule = Once | Interval | CronSchedule;
export type LocalTime = string;
/**
 * IANA time zone name.
 */
export type ZoneName = string;
export type IntervalUnit = 'minutes' | 'hours' | 'days' | 'weeks' | 'months';
export type LocalDate = string;

/**
 * A single run at a fixed time.
 */
export interface Once {
  type: 'once';
  at: LocalTime;
  zone: ZoneName;
}
/**
 * Runs at a regular interval from the start. Minutes and hours are elapsed time. Days, weeks and months keep the local time of day; a day that a month does not have becomes the last day of the month.
 */
export interface Interval {
  type: 'interval';
  /**
   * Number of units between two runs.
   */
  every: number;
  unit: IntervalUnit;
  start: LocalDate;
  end?: LocalDate;
  zone: ZoneName;
}
/**
 * Runs at the times of a cron expression: minute, hour, day of month, month, day of week. A time skipped by daylight saving time triggers a catch-up run; a repeated time triggers a single run.
 */
export interface CronSchedule {
  type: 'cron';
  cron: string;
  start?: LocalDate;
  end?: LocalDate;
  zone: ZoneName;
}
