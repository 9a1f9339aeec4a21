import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatTime, parseTime } from '../../../engine/base/time/index.ts';

const AT = Date.UTC(2024, 6, 1, 22, 30, 5, 7);

test.each([
  ['rfc3339', 'UTC', '2024-07-01T22:30:05.007Z'],
  ['rfc3339', 'Asia/Tokyo', '2024-07-01T22:30:05.007Z'],
  ['rfc3339Seconds', 'UTC', '2024-07-01T22:30:05Z'],
  ['date', 'UTC', '2024-07-01'],
  ['date', 'Asia/Tokyo', '2024-07-02'],
  ['date', '', '2024-07-01'],
  ['epochSeconds', 'UTC', '1719873005'],
  ['epochMillis', 'UTC', '1719873005007'],
  ['yyyy-MM-dd HH:mm:ss', 'UTC', '2024-07-01 22:30:05'],
  ['yyyy-MM-dd HH:mm:ss.SSS', 'Europe/Berlin', '2024-07-02 00:30:05.007'],
  ['dd.MM.yyyy', 'America/New_York', '01.07.2024'],
  ['yyyyMMddTHHmmssZ', 'UTC', '20240701T223005Z'],
  ['yyyy-MM-dd HH:mm', 'Asia/Kolkata', '2024-07-02 04:00'],
])('%s in %j', (format, zone, text) => {
  expect(formatTime(AT, format, zone)).toBe(text);
});

describe('local time around a change of the clock', () => {
  test.each([
    ['Europe/Berlin', '2024-03-31T00:59:59Z', '2024-03-31 01:59:59'],
    ['Europe/Berlin', '2024-03-31T01:00:00Z', '2024-03-31 03:00:00'],
    ['Europe/Berlin', '2024-10-27T00:30:00Z', '2024-10-27 02:30:00'],
    ['Europe/Berlin', '2024-10-27T01:30:00Z', '2024-10-27 02:30:00'],
    ['America/New_York', '2024-03-10T06:59:59Z', '2024-03-10 01:59:59'],
    ['America/New_York', '2024-03-10T07:00:00Z', '2024-03-10 03:00:00'],
    ['Australia/Lord_Howe', '2024-04-06T14:59:59Z', '2024-04-07 01:59:59'],
    ['Australia/Lord_Howe', '2024-04-06T15:00:00Z', '2024-04-07 01:30:00'],
    ['Pacific/Apia', '2011-12-30T09:59:59Z', '2011-12-29 23:59:59'],
    ['Pacific/Apia', '2011-12-30T10:00:00Z', '2011-12-31 00:00:00'],
    ['Africa/Cairo', '2024-04-25T21:59:59Z', '2024-04-25 23:59:59'],
    ['Africa/Cairo', '2024-04-25T22:00:00Z', '2024-04-26 01:00:00'],
  ])('%s at %s', (zone, at, text) => {
    expect(formatTime(Date.parse(at), 'yyyy-MM-dd HH:mm:ss', zone)).toBe(text);
  });

  test('midnight is hour 00 of the new day', () => {
    expect(formatTime(Date.UTC(2024, 11, 31, 23), 'yyyy-MM-dd HH:mm:ss', 'Europe/Berlin')).toBe('2025-01-01 00:00:00');
  });
});

test.each(['date', 'yyyy-MM-dd'])('%s in an unknown zone is a catalogue error', (format) => {
  expect(() => formatTime(AT, format, 'Mars/Olympus')).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }));
});

test('milliseconds before 1970 are positive', () => {
  expect(formatTime(-1, 'yyyy-MM-dd HH:mm:ss.SSS')).toBe('1969-12-31 23:59:59.999');
  expect(formatTime(-1, 'epochSeconds')).toBe('-1');
});

test('a time in a zone survives a round trip, except in the repeated hour', () => {
  const zones = fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu');
  const times = fc.integer({ min: Date.UTC(1990, 0, 1), max: Date.UTC(2035, 0, 1) });
  fc.assert(
    fc.property(times, zones, (at, zone) => {
      const back = parseTime(formatTime(at, 'yyyy-MM-dd HH:mm:ss.SSS', zone), zone) ?? expect.fail();
      expect([0, 1_800_000, 3_600_000]).toContain(at - back);
      expect(formatTime(back, 'yyyy-MM-dd HH:mm:ss.SSS', zone)).toBe(formatTime(at, 'yyyy-MM-dd HH:mm:ss.SSS', zone));
    }),
  );
});
