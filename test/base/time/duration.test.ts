import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDuration, formatDuration, parseDuration, parseDurationMs } from '../../../engine/base/time/index.ts';

const SECOND = 1000;
const DAY = 86_400_000;

describe('ISO 8601 durations', () => {
  test.each<readonly [string, number, number]>([
    ['PT30M', 0, 1_800_000],
    ['PT0.5S', 0, 500],
    ['PT0,25S', 0, 250],
    ['PT1.001S', 0, 1001],
    ['PT0S', 0, 0],
    ['P180D', 0, 180 * DAY],
    ['P2W', 0, 14 * DAY],
    ['P6M', 6, 0],
    ['P1Y2M', 14, 0],
    ['-P6M', -6, 0],
    ['+P1D', 0, DAY],
    ['-P1DT12H', 0, -1.5 * DAY],
    ['P1Y1M1W1DT1H1M1S', 13, 8 * DAY + 3661 * SECOND],
  ])('%s', (text, months, ms) => {
    expect(parseDuration(text)).toEqual({ months, ms });
  });

  test.each([
    '',
    'P',
    'PT',
    'P1DT',
    '-P',
    '1D',
    'P1',
    'P1S',
    'PT1D',
    'P-1D',
    'PT-5S',
    'P1.5M',
    'pt1s',
    'PT1e3S',
    'P1D ',
  ])('%j is not a duration', (text) => {
    expect(parseDuration(text)).toBeUndefined();
    expect(() => parseDurationMs(text)).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }));
  });

  test('whole milliseconds survive a round trip', () => {
    fc.assert(
      fc.property(fc.nat({ max: 1e9 }), fc.boolean(), (ms, negative) => {
        const text = `${negative ? '-' : ''}PT${Math.floor(ms / 1000)}.${String(ms % 1000).padStart(3, '0')}S`;
        expect(parseDurationMs(text)).toBe(negative && ms > 0 ? -ms : ms);
      }),
    );
  });
});

describe('adding a duration to a time', () => {
  test.each([
    ['the end of a shorter month', '2024-08-31T10:00:00Z', '-P6M', 'UTC', '2024-02-29T10:00:00Z'],
    ['a leap day, a year on', '2024-02-29T00:00:00Z', 'P1Y', 'UTC', '2025-02-28T00:00:00Z'],
    ['a month over a change to summer time', '2024-03-15T11:00:00Z', 'P1M', 'Europe/Berlin', '2024-04-15T10:00:00Z'],
    ['the same in UTC', '2024-03-15T11:00:00Z', 'P1M', undefined, '2024-04-15T11:00:00Z'],
    ['months before hours', '2024-01-31T00:00:00Z', 'P1MT24H', 'UTC', '2024-03-01T00:00:00Z'],
    ['an empty zone is UTC', '2024-01-31T00:00:00Z', 'P1M', '', '2024-02-29T00:00:00Z'],
  ])('%s', (_name, from, length, zone, to) => {
    const duration = parseDuration(length) ?? expect.fail();
    expect(new Date(addDuration(Date.parse(from), duration, zone)).toISOString()).toBe(new Date(to).toISOString());
  });

  test.each([
    ['too far', { months: 12 * 400_000, ms: 0 }, 'UTC'],
    ['too far in milliseconds', { months: 0, ms: 1e17 }, 'UTC'],
    ['a zone that is none', { months: 1, ms: 0 }, 'Mars/Olympus'],
  ])('%s is a catalogue error', (_name, duration, zone) => {
    expect(() => addDuration(0, duration, zone)).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }));
  });
});

test.each([
  [500, '1 s'],
  [45_000, '45 s'],
  [180_000, '3 min'],
  [7_200_000, '2 h'],
])('%d ms is formatted as %s', (ms, text) => {
  expect(formatDuration(ms)).toBe(text);
});
