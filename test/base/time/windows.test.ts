import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { resolveInstant, splitWindows } from '../../../engine/base/time/index.ts';

const NOW = Date.parse('2024-08-31T12:00:00Z');

describe('a point in time', () => {
  test.each([
    ['2020-01-01T00:00:00Z', 'UTC', '2020-01-01T00:00:00Z'],
    ['2020-01-01', 'Europe/Berlin', '2019-12-31T23:00:00Z'],
    ['-P6M', 'UTC', '2024-02-29T12:00:00Z'],
    ['PT0S', 'UTC', '2024-08-31T12:00:00Z'],
    ['P1D', undefined, '2024-09-01T12:00:00Z'],
  ])('%s in %s', (text, zone, expected) => {
    expect(resolveInstant(text, NOW, zone)).toBe(Date.parse(expected));
  });

  test.each(['', 'now', '-P', '2020-13-01'])('%j is not a point in time', (text) => {
    expect(() => resolveInstant(text, NOW)).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }));
  });
});

const iso = (ms: number) => new Date(ms).toISOString().slice(0, 10);

test('splits a history into windows of 180 days, the last one shorter', () => {
  const spans = splitWindows(Date.parse('2023-01-01'), Date.parse('2024-01-01'), 'P180D');
  expect(spans.map(({ start, end }) => [iso(start), iso(end)])).toEqual([
    ['2023-01-01', '2023-06-30'],
    ['2023-06-30', '2023-12-27'],
    ['2023-12-27', '2024-01-01'],
  ]);
});

test('returns no window if the start is not before the end', () => {
  expect(splitWindows(NOW, NOW, 'P1D')).toEqual([]);
  expect(splitWindows(NOW + 1, NOW, 'P1D')).toEqual([]);
});

test.each(['PT0S', '-P1D', 'P0M', 'a day', ''])('%j is not a window length', (length) => {
  expect(() => splitWindows(0, NOW, length)).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }));
});

test('rejects an implausible number of windows', () => {
  expect(() => splitWindows(0, NOW, 'PT1S')).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }));
});

test('windows are adjacent, never overlap, and cover the range', () => {
  const year = 365 * 86_400_000;
  const length = fc.constantFrom('P1D', 'P7D', 'P1W', 'P1M', 'P6M', 'P1Y', 'P180D', 'P1MT12H', 'P30DT1S');
  const zone = fc.constantFrom(undefined, 'UTC', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe');
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 50 * year }),
      fc.integer({ min: 1, max: 3 * year }),
      length,
      zone,
      (start, size, ...how) => {
        const spans = splitWindows(start, start + size, ...how);
        expect(spans[0]?.start).toBe(start);
        expect(spans.at(-1)?.end).toBe(start + size);
        for (const [index, span] of spans.entries()) {
          expect(span.end).toBeGreaterThan(span.start);
          if (index > 0) expect(span.start).toBe(spans[index - 1]?.end);
        }
      },
    ),
    { numRuns: 60 },
  );
});
