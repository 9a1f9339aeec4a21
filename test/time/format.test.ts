import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatTime, parseTime } from '../../engine/time/index.ts';

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

test('before 1970, milliseconds count upwards all the same', () => {
  expect(formatTime(-1, 'yyyy-MM-dd HH:mm:ss.SSS')).toBe('1969-12-31 23:59:59.999');
  expect(formatTime(-1, 'epochSeconds')).toBe('-1');
});

test('what is written in a zone is read back in it, but for the hour that occurs twice', () => {
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
