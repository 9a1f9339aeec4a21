import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatNanos, formatTime, isReadFormat, parseNanos, parseTime } from '../../../engine/base/time/index.ts';

const iso = (text: string): bigint => parseNanos(text) ?? expect.fail(text);

describe('a time of a given format', () => {
  test.each<readonly [string | number, string, string]>([
    ['20-01-2026 10:00', 'dd-MM-yyyy HH:mm', '2026-01-20T10:00:00.000Z'],
    ['1/2/26', 'd/M/yy', '2026-02-01T00:00:00.000Z'],
    ['Jan 5, 2026 3:04:05 PM', 'MMM d, yyyy h:mm:ss a', '2026-01-05T15:04:05.000Z'],
    ['12:30 am on 05 january 2026', "hh:mm a 'on' dd MMMM yyyy", '2026-01-05T00:30:00.000Z'],
    ['20260120101112123456789', 'yyyyMMddHHmmssSSS', '2026-01-20T10:11:12.123456789Z'],
    ['2026-01-20T10:00:00.5-0330', 'yyyy-MM-ddTHH:mm:ss.Sxx', '2026-01-20T13:30:00.500Z'],
    ['Tue 2026-01-20 10:00 Z', 'EEE yyyy-MM-dd HH:mm XXX', '2026-01-20T10:00:00.000Z'],
    ['Tue, 20 Jan 2026 10:00:00 +0100', 'rfc2822', '2026-01-20T09:00:00.000Z'],
    ['20 Jan 26 10:00 EST', 'rfc2822', '2026-01-20T15:00:00.000Z'],
    ['1769000000.123456789', 'epochSeconds', '2026-01-21T12:53:20.123456789Z'],
    [12, 'epochMillis', '1970-01-01T00:00:00.012Z'],
    ['-1', 'epochNanos', '1969-12-31T23:59:59.999999999Z'],
    ['2026-01-20', 'date', '2026-01-20T00:00:00.000Z'],
  ])('%j by %s', (value, format, expected) => {
    expect(formatNanos(parseNanos(value, { formats: [format] }) ?? 0n)).toBe(expected);
  });

  test.each<readonly [string, string]>([
    ['31-02-2026 10:00', 'dd-MM-yyyy HH:mm'],
    ['20-01-2026', 'dd-MM-yyyy HH:mm'],
    ['20-01-2026 24:00', 'dd-MM-yyyy HH:mm'],
    ['x20-01-2026', 'dd-MM-yyyy'],
    ['Tue, 31 Feb 2026 10:00:00 +0000', 'rfc2822'],
    ['20-01-2026', 'epochSeconds'],
  ])('%j is no time by %s', (value, format) => {
    expect(parseNanos(value, { formats: [format] })).toBeUndefined();
  });

  test('without a format: ISO 8601, RFC 2822, and epoch numbers to the nanosecond', () => {
    expect(iso('2026-01-20T10:00:00.123456789Z')).toBe(iso('1768903200123456789'));
    expect(iso('Tue, 20 Jan 2026 11:00:00 +0100')).toBe(iso('2026-01-20T10:00:00Z'));
    expect(parseTime('1790000000123456789')).toBe(1_790_000_000_123);
  });

  test.each([
    ['dd-MM-yyyy', true],
    ['HH:mm', false],
    ['MM-yyyy', false],
    ['rfc2822', true],
    ['epochNanos', true],
  ] as const)('%s contains a date: %s', (format, expected) => {
    expect(isReadFormat(format)).toBe(expected);
  });
});

test('what a format writes, it reads, cut to its precision', () => {
  const formats = fc.constantFrom(
    'yyyy-MM-dd HH:mm:ss.SSSSSSSSS xxx',
    'EEE, d MMM yyyy hh:mm:ss.SSSSSSSSS a XX',
    'rfc3339Nanos',
    'epochNanos',
  );
  const times = fc.bigInt({ min: -2_208_988_800_000_000_000n, max: 4_102_444_800_000_000_000n });
  const zones = fc.constantFrom('UTC', 'Europe/Berlin', 'Asia/Kathmandu', 'America/New_York');
  fc.assert(
    fc.property(times, formats, zones, (at, format, zone) => {
      // Until 1972, some offsets have seconds, which no format writes.
      const time = format.includes(' ') ? (at < 0n ? -at : at) + 70_000_000_000_000_000n : at;
      expect(parseNanos(formatTime(time, format, zone), { formats: [format], zone })).toBe(time);
    }),
  );
});

test('RFC 3339 with the digits that a time has', () => {
  const times = fc.bigInt({ min: -(10n ** 19n), max: 10n ** 19n });
  fc.assert(
    fc.property(times, (at) => {
      expect(parseNanos(formatNanos(at))).toBe(at);
      expect(formatNanos(at)).toMatch(/\.\d{3}(\d{3}){0,2}Z$/);
    }),
  );
});
