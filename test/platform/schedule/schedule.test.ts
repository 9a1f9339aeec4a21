import { describe, expect, test } from 'vitest';
import {
  findDueSlot,
  findNextSlot,
  findScheduleIssues,
  formatSchedule,
  listSlots,
  parseSchedule,
  type Schedule,
} from '../../../engine/platform/schedule/index.ts';

const AFTER = Date.parse('2026-03-27T12:00:00Z');
const BERLIN = 'Europe/Berlin';

const SHOWN: readonly {
  readonly name: string;
  readonly schedule: Schedule;
  readonly after?: string;
  readonly slots: readonly string[];
}[] = [
  {
    name: 'once, in local time',
    schedule: { type: 'once', at: '2026-12-01T02:30', zone: 'Asia/Calcutta' },
    slots: ['2026-12-01T02:30:00+05:30'],
  },
  { name: 'once, in the past', schedule: { type: 'once', at: '2026-01-01T02:30', zone: 'UTC' }, slots: [] },
  {
    name: 'cron in a skipped hour: later by the shift, on the same day',
    schedule: { type: 'cron', cron: '30 2 * * *', zone: BERLIN },
    slots: ['2026-03-28T02:30:00+01:00', '2026-03-29T03:30:00+02:00', '2026-03-30T02:30:00+02:00'],
  },
  {
    name: 'cron in a repeated hour: the first occurrence',
    schedule: { type: 'cron', cron: '30 2 * * *', zone: BERLIN },
    after: '2026-10-24T12:00:00Z',
    slots: ['2026-10-25T02:30:00+02:00', '2026-10-26T02:30:00+01:00'],
  },
  {
    name: 'several times in a repeated hour: each once',
    schedule: { type: 'cron', cron: '15,45 2 * * *', zone: BERLIN },
    after: '2026-10-24T22:00:00Z',
    slots: ['2026-10-25T02:15:00+02:00', '2026-10-25T02:45:00+02:00', '2026-10-26T02:15:00+01:00'],
  },
  {
    name: 'a time shifted to another time of the pattern: a single run',
    schedule: { type: 'cron', cron: '0 2,3 * * *', zone: BERLIN },
    after: '2026-03-28T12:00:00Z',
    slots: ['2026-03-29T03:00:00+02:00', '2026-03-30T02:00:00+02:00'],
  },
  {
    name: 'every hour, including a repeated one',
    schedule: { type: 'cron', cron: '0 * * * *', zone: BERLIN },
    after: '2026-10-24T23:30:00Z',
    slots: ['2026-10-25T02:00:00+02:00', '2026-10-25T02:00:00+01:00', '2026-10-25T03:00:00+01:00'],
  },
  {
    name: 'the last hour of a day, if skipped, stays on its day',
    schedule: { type: 'interval', every: 1, unit: 'days', start: '2024-01-01T23:30', zone: 'America/Nuuk' },
    after: '2026-03-27T12:00:00Z',
    slots: ['2026-03-27T23:30:00-02:00', '2026-03-28T22:30:00-02:00', '2026-03-29T23:30:00-01:00'],
  },
  {
    name: 'every 6 hours follows elapsed time',
    schedule: { type: 'interval', every: 6, unit: 'hours', start: '2026-03-28', zone: BERLIN },
    after: '2026-03-28T21:00:00Z',
    slots: ['2026-03-29T00:00:00+01:00', '2026-03-29T07:00:00+02:00'],
  },
  {
    name: 'the 31st is the last day of each month, and the 31st again',
    schedule: { type: 'interval', every: 1, unit: 'months', start: '2026-01-31T08:00', zone: 'UTC' },
    after: '2026-02-01T00:00:00Z',
    slots: ['2026-02-28T08:00:00+00:00', '2026-03-31T08:00:00+00:00', '2026-04-30T08:00:00+00:00'],
  },
  {
    name: 'every 2 weeks, until the end of a day',
    schedule: { type: 'interval', every: 2, unit: 'weeks', start: '2026-12-01T23:00', end: '2026-12-15', zone: BERLIN },
    slots: ['2026-12-01T23:00:00+01:00', '2026-12-15T23:00:00+01:00'],
  },
  {
    name: 'a cron between its start and end, inclusive',
    schedule: {
      type: 'cron',
      cron: '0 9 * * MON-FRI',
      start: '2026-12-04T09:00',
      end: '2026-12-07T09:00',
      zone: 'UTC',
    },
    slots: ['2026-12-04T09:00:00+00:00', '2026-12-07T09:00:00+00:00'],
  },
];

test.each(SHOWN)('$name', ({ schedule, after, slots: wanted }) => {
  expect(findScheduleIssues(schedule)).toEqual([]);
  const at = after === undefined ? AFTER : Date.parse(after);
  const found = listSlots(schedule, { after: at, count: Math.max(1, wanted.length) });
  expect(found.map(({ local }) => local)).toEqual(wanted);
  for (const { at: instant, local, utc } of found)
    expect([Date.parse(local), Date.parse(utc)]).toEqual([instant, instant]);
});

test('has no slot after the last one', () => {
  const schedule: Schedule = {
    type: 'interval',
    every: 1,
    unit: 'days',
    start: '2026-01-01',
    end: '2026-01-03',
    zone: 'UTC',
  };
  expect(listSlots(schedule, { after: 0, count: 9 })).toHaveLength(3);
  expect(findNextSlot(schedule, Date.parse('2026-01-03T00:00:00Z'))).toBeUndefined();
});

const WRONG: readonly { readonly value: unknown; readonly path: string; readonly says: string }[] = [
  { value: null, path: '', says: 'object' },
  { value: {}, path: '', says: '"type"' },
  { value: { type: 'weekly' }, path: '', says: 'once, interval or cron' },
  { value: { type: 'once', at: '2026-12-01T02:30' }, path: '', says: '"zone" is missing' },
  { value: { type: 'once', at: '2026-12-01', zone: 'UTC' }, path: '/at', says: 'time' },
  { value: { type: 'once', at: '2026-02-30T02:30', zone: 'UTC' }, path: '/at', says: 'not a valid date or time' },
  { value: { type: 'once', at: '2026-12-01T25:00', zone: 'UTC' }, path: '/at', says: 'not a valid date or time' },
  { value: { type: 'once', at: '2026-12-01T02:30', zone: 'Europe/Berlinn' }, path: '/zone', says: 'time zone' },
  {
    value: { type: 'interval', every: 0, unit: 'days', start: '2026-12-01', zone: 'UTC' },
    path: '/every',
    says: 'range',
  },
  {
    value: { type: 'interval', every: 1, unit: 'years', start: '2026-12-01', zone: 'UTC' },
    path: '/unit',
    says: 'months',
  },
  {
    value: { type: 'interval', every: 1, unit: 'days', start: '2026-12-02', end: '2026-12-01', zone: 'UTC' },
    path: '/end',
    says: 'before the start',
  },
  { value: { type: 'cron', cron: 'daily', zone: 'UTC' }, path: '/cron', says: 'short' },
  { value: { type: 'cron', cron: '0 0 30 2 *', zone: 'UTC' }, path: '', says: 'never occurs' },
  { value: { type: 'cron', cron: '61 0 * * *', zone: 'UTC' }, path: '/cron', says: 'minute 61 is out of range (0–59)' },
  {
    value: { type: 'cron', cron: '0 0 32 * *', zone: 'UTC' },
    path: '/cron',
    says: 'day of the month 32 is out of range',
  },
  { value: { type: 'cron', cron: '0 0 0 * * *', zone: 'UTC' }, path: '/cron', says: 'five parts' },
  { value: { type: 'cron', cron: '@midnight', zone: 'UTC' }, path: '/cron', says: '@' },
  { value: { type: 'cron', cron: '? 0 * * *', zone: 'UTC' }, path: '/cron', says: '?' },
  { value: { type: 'cron', cron: '0 0 * * *', every: 3, zone: 'UTC' }, path: '', says: '"every"' },
];

test('an end date includes the whole day', () => {
  const day = '2026-12-01';
  const value = { type: 'interval', every: 1, unit: 'hours', start: `${day}T22:00`, end: day, zone: 'UTC' };
  expect(findScheduleIssues(value)).toEqual([]);
});

test.each(WRONG)('$value is rejected', ({ value, path, says }) => {
  const [issue] = findScheduleIssues(value);
  expect(issue).toMatchObject({ path, message: expect.stringContaining(says), fix: expect.stringMatching(/\w/) });
  expect(() => parseSchedule(value)).toThrowError(expect.objectContaining({ code: 'SCHEDULE_INVALID' }));
});

describe('a due slot', () => {
  const hourly: Schedule = { type: 'interval', every: 1, unit: 'hours', start: '2026-01-01', zone: 'UTC' };
  const at = (text: string) => Date.parse(`2026-06-01T${text}:00Z`);

  test.each([
    { name: 'not yet', now: '09:59', due: undefined },
    { name: 'on time', now: '10:01', due: { slot: at('10:00'), missed: 0, catchUp: false, next: at('11:00') } },
    { name: 'late', now: '10:30', due: { slot: at('10:00'), missed: 0, catchUp: true, next: at('11:00') } },
    {
      name: 'after three were missed',
      now: '13:00',
      due: { slot: at('13:00'), missed: 3, catchUp: true, next: at('14:00') },
    },
  ])('$name', ({ now, due }) => {
    expect(findDueSlot(hourly, { nextAt: at('10:00'), now: at(now) })).toEqual(due);
  });

  test('the last slot of a schedule has no next one', () => {
    const schedule: Schedule = { type: 'once', at: '2026-06-01T10:00', zone: 'UTC' };
    expect(findDueSlot(schedule, { nextAt: at('10:00'), now: at('12:00') })).toMatchObject({
      catchUp: true,
      next: undefined,
    });
  });

  test('years of missed minutes are found quickly and counted up to a limit', () => {
    const schedule: Schedule = { type: 'interval', every: 1, unit: 'minutes', start: '2000-01-01', zone: 'UTC' };
    const nextAt = Date.parse('2000-01-01T00:00:00Z');
    expect(findDueSlot(schedule, { nextAt, now: at('10:00') })).toMatchObject({ slot: at('10:00'), missed: 1000 });
  });
});

test.each([
  [{ type: 'once', at: '2026-12-01T02:30', zone: BERLIN }, 'once, at 2026-12-01 02:30 Europe/Berlin'],
  [{ type: 'interval', every: 1, unit: 'days', start: '2026-12-01', zone: 'UTC' }, 'every day from 2026-12-01 UTC'],
  [
    { type: 'interval', every: 6, unit: 'hours', start: '2026-12-01', end: '2027-01-01', zone: 'UTC' },
    'every 6 hours from 2026-12-01 until 2027-01-01 UTC',
  ],
  [{ type: 'cron', cron: '30 2 * * *', zone: 'Asia/Kolkata' }, 'daily at 02:30 Asia/Kolkata'],
] as const)('in words: %j', (schedule, words) => {
  expect(formatSchedule(schedule)).toBe(words);
});

test.each([
  ['30 2 * * *', 'daily at 02:30'],
  ['0 0,12 * * *', 'daily at 00:00 and 12:00'],
  ['0 8 * * 1-5', 'on weekdays at 08:00'],
  ['0 8 * * mon-fri', 'on weekdays at 08:00'],
  ['0 8 * * SAT,SUN', 'on weekends at 08:00'],
  ['15 6 * * 1,3,7', 'on Monday, Wednesday and Sunday at 06:15'],
  ['0 4 1 * *', 'monthly on day 1 at 04:00'],
  ['0 4 1,15 * *', 'monthly on days 1 and 15 at 04:00'],
  ['0 4 1 JAN *', 'yearly on 1 January at 04:00'],
  ['0 4 24 12 *', 'yearly on 24 December at 04:00'],
  ['* * * * *', 'every minute'],
  ['*/15 * * * *', 'every 15 minutes'],
  ['0 * * * *', 'hourly'],
  ['5 * * * *', 'hourly at minute 5'],
  ['10 */6 * * *', 'every 6 hours at minute 10'],
  ['*/7 * * * *', 'cron */7 * * * *'],
  ['0 4 1 * SUN', 'cron 0 4 1 * SUN'],
  ['0 4 * * 8-9', 'cron 0 4 * * 8-9'],
  ['0 9-17 * * *', 'cron 0 9-17 * * *'],
  ['0 4 1 13 *', 'cron 0 4 1 13 *'],
] as const)('%s in words', (cron, words) => {
  expect(formatSchedule({ type: 'cron', cron, zone: 'UTC' })).toBe(`${words} UTC`);
});
