/* Generated from schemas/ by `npm run gen`: edit the schema, never this file. */

/**
 * When a connection runs. Times are local to the zone, whatever daylight saving does.
 */
export type Schedule = Once | Interval | CronSchedule;
export type LocalTime = string;
/**
 * IANA name of the time zone.
 */
export type ZoneName = string;
export type IntervalUnit = 'minutes' | 'hours' | 'days' | 'weeks' | 'months';
export type LocalDate = string;

/**
 * One run at a time.
 */
export interface Once {
  type: 'once';
  at: LocalTime;
  zone: ZoneName;
}
/**
 * A run every so often, counted from the start. Minutes and hours pass as they do; days, weeks and months keep the time on the clock, and a day that a month does not have is its last.
 */
export interface Interval {
  type: 'interval';
  /**
   * How many of the unit lie between two runs.
   */
  every: number;
  unit: IntervalUnit;
  start: LocalDate;
  end?: LocalDate;
  zone: ZoneName;
}
/**
 * Runs at the times that a cron expression names: minute, hour, day of the month, month, day of the week. A time that daylight saving leaves out is made up for, one that occurs twice is taken once.
 */
export interface CronSchedule {
  type: 'cron';
  cron: string;
  start?: LocalDate;
  end?: LocalDate;
  zone: ZoneName;
}
