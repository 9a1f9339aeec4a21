import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';
import { createZone, isZone } from '../../../engine/base/time/index.ts';

const reference = (zone: string, local: number): number => {
  const at = Temporal.Instant.fromEpochMilliseconds(local).toZonedDateTimeISO('UTC').toPlainDateTime();
  return local - at.toZonedDateTime(zone, { disambiguation: 'compatible' }).epochMilliseconds;
};

test.each([
  ['Europe/Berlin', true],
  ['UTC', true],
  ['Etc/GMT+5', true],
  ['Mars/Olympus', false],
  ['', false],
])('%j is a zone: %j', (name, expected) => {
  expect(isZone(name)).toBe(expected);
});

// A cached offset must be correct for the whole quarter of an hour, whichever of its times was requested first.
test('a cached offset equals a computed one', () => {
  const zones = ['Europe/Berlin', 'Australia/Lord_Howe', 'Africa/Monrovia', 'Pacific/Apia', 'Africa/Casablanca'];
  const local = fc.integer({ min: Date.UTC(1971, 6, 1), max: Date.UTC(2036, 0, 1) });
  const near = fc.array(fc.integer({ min: -3_600_000, max: 3_600_000 }), { minLength: 2, maxLength: 6 });
  fc.assert(
    fc.property(fc.constantFrom(...zones), local, near, (name, at, shifts) => {
      const zone = createZone(name);
      for (const shift of shifts) expect(zone(at + shift)).toBe(reference(name, at + shift));
    }),
  );
});

test('around each change of some zones', () => {
  for (const name of [
    'Australia/Lord_Howe',
    'America/New_York',
    'Africa/Monrovia',
    'Asia/Kathmandu',
    'America/Caracas',
  ]) {
    const zone = createZone(name);
    let at = Temporal.Instant.from('1971-06-01T00:00:00Z').toZonedDateTimeISO(name).getTimeZoneTransition('next');
    for (; at !== null && at.year < 2026; at = at.getTimeZoneTransition('next')) {
      for (let minutes = -95; minutes <= 95; minutes += 10) {
        const local = Date.parse(`${at.toPlainDateTime().toString().slice(0, 16)}Z`) + minutes * 60_000;
        expect([name, local, zone(local)]).toEqual([name, local, reference(name, local)]);
      }
    }
  }
});

// The last offset with seconds ended there at midnight of 7 January 1972, with 44 minutes and 30 seconds left out.
test('both sides of a change that falls within a quarter of an hour', () => {
  const zone = createZone('Africa/Monrovia');
  for (const local of ['1972-01-07T00:31:00Z', '1972-01-07T00:44:45Z', '1972-01-07T00:31:00Z'].map(Date.parse)) {
    expect(zone(local)).toBe(reference('Africa/Monrovia', local));
  }
});
