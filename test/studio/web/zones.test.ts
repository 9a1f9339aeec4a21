import { expect, test } from 'vitest';
import { listZones, spellZone } from '../../../studio/web/wizard/zones.ts';

const WINTER = Date.parse('2026-12-01T12:00:00Z');
const SUMMER = Date.parse('2026-07-01T12:00:00Z');

test.each([
  ['Kolkata', 'Asia/Kolkata', 'Kolkata, GMT+05:30'],
  ['Kyiv', 'Europe/Kyiv', 'Kyiv, GMT+02:00'],
  ['New York', 'America/New_York', 'New York, GMT-05:00'],
])('%s is found by its city and its offset', (_city, zone, title) => {
  expect(listZones(WINTER)).toContainEqual({ zone, title });
});

test('offsets follow daylight saving time', () => {
  expect(listZones(SUMMER)).toContainEqual({ zone: 'Europe/Berlin', title: 'Berlin, GMT+02:00' });
});

test('each zone is listed once, and is valid', () => {
  const zones = listZones(WINTER).map(({ zone }) => zone);
  expect(new Set(zones).size).toBe(zones.length);
  for (const timeZone of zones) expect(() => new Intl.DateTimeFormat('en', { timeZone })).not.toThrow();
});

test.each([
  ['asia/kolkata', 'Asia/Kolkata'],
  [' AMERICA/NEW_YORK\n', 'America/New_York'],
  ['utc', 'UTC'],
  ['asia/calcutta', 'Asia/Kolkata'],
  ['Asia/Kol', 'Asia/Kol'],
  ['', ''],
])('the pasted name %j becomes %j', (text, zone) => {
  expect(spellZone(text, listZones(WINTER))).toBe(zone);
});
