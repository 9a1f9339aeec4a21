import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findDueSlot, findNextSlot, listSlots, type Schedule } from '../../../engine/platform/schedule/index.ts';
import { isFull, scaleRuns } from '../../setup/suite.ts';
import { calendarDay, findTransitions, ZONES } from './transitions.ts';

const DAY = 86_400_000;
const two = (value: number) => String(value).padStart(2, '0');

/** Each clock change of each zone, and an ordinary day for zones without any. */
const CHANGES = ZONES.flatMap((zone) => {
  const changes = findTransitions(zone);
  return (changes.length > 0 ? changes : [Date.UTC(2027, 4, 5)]).map((at) => ({ zone, at }));
});

const daily = (zone: string, minute: number): readonly Schedule[] => {
  const time = `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
  return [
    { type: 'cron', cron: `${minute % 60} ${Math.floor(minute / 60)} * * *`, zone },
    { type: 'interval', every: 1, unit: 'days', start: `2024-01-01T${time}`, zone },
  ];
};

function expectOneADay(schedule: Schedule, around: number): void {
  const times = listSlots(schedule, { after: around - 2.5 * DAY, count: 5 }).map(({ at }) => at);
  const days = times.map((at) => calendarDay(at, schedule.zone));
  const what = `${JSON.stringify(schedule)} at ${new Date(around).toISOString()}: ${days.join()}`;
  for (const [index, at] of times.entries()) expect(at, what).toBeGreaterThan(times[index - 1] ?? 0);
  const first = Date.parse(`${days[0]}T00:00:00Z`);
  const wanted = days.map((_, index) => new Date(first + index * DAY).toISOString().slice(0, 10));
  expect(days, what).toEqual(wanted);
}

describe('a daily schedule has one slot on each local day', () => {
  // Hours with clock changes use some minutes of the day for each change in turn, and cover all minutes over all zones.
  const MINUTES = [0, 1, 29, 30, 59, 60, 90, 119, 120, 150, 179, 180, 720, 1380, 1410, 1439];

  test('at each clock change of every zone, 2024–2034', () => {
    for (const [index, { zone, at }] of CHANGES.entries()) {
      if (!isFull && index % 10 !== 0) continue;
      const [cron, interval] = daily(zone, MINUTES[(index * 3) % MINUTES.length] ?? 0);
      const schedule = index % 2 === 0 ? cron : interval;
      if (schedule) expectOneADay(schedule, at);
    }
  });

  test('on any day, in any zone, at any minute', () => {
    const anyDay = fc.integer({ min: Date.UTC(2024, 0, 5), max: Date.UTC(2034, 11, 25) });
    fc.assert(
      fc.property(fc.constantFrom(...ZONES), anyDay, fc.nat(1439), (zone, at, minute) => {
        for (const schedule of daily(zone, minute)) expectOneADay(schedule, at);
      }),
      { numRuns: scaleRuns(50) },
    );
  });
});

const units = fc.constantFrom('minutes', 'hours', 'days', 'weeks', 'months');
const starts = fc
  .date({ min: new Date('2024-01-01'), max: new Date('2030-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 16));
const intervals = fc.record({
  type: fc.constant('interval' as const),
  every: fc.integer({ min: 1, max: 40 }),
  unit: units,
  start: starts,
  zone: fc.constantFrom(...ZONES),
}) as fc.Arbitrary<Schedule>;
const part = (max: number) =>
  fc.oneof(
    fc.constant('*'),
    fc.nat(max).map(String),
    fc.integer({ min: 1, max: 9 }).map((step) => `*/${step}`),
    fc.uniqueArray(fc.nat(max), { minLength: 2, maxLength: 4 }).map((list) => list.join()),
  );
const crons = fc.record({
  type: fc.constant('cron' as const),
  cron: fc.tuple(part(59), part(23)).map(([minute, hour]) => `${minute} ${hour} * * *`),
  zone: fc.constantFrom(...new Set(CHANGES.map(({ zone }) => zone))),
}) as fc.Arbitrary<Schedule>;
const schedules = fc.oneof(intervals, crons);
const instants = fc.oneof(
  fc.constantFrom(...CHANGES.map(({ at }) => at)).chain((at) => fc.integer({ min: at - DAY, max: at + DAY })),
  fc.integer({ min: Date.UTC(2024, 0, 1), max: Date.UTC(2034, 0, 1) }),
);

describe('slots', () => {
  test('strictly increase, and skip none: from any time between two, the next is the second', () => {
    fc.assert(
      fc.property(schedules, instants, fc.double({ min: 0, max: 1, noNaN: true }), (schedule, from, part) => {
        const [first, second] = listSlots(schedule, { after: from, count: 2 }).map(({ at }) => at);
        if (first === undefined || second === undefined) return;
        expect(first).toBeGreaterThan(from);
        expect(second).toBeGreaterThan(first);
        const between = first + Math.floor((second - first - 1) * part);
        expect(findNextSlot(schedule, between)).toBe(second);
      }),
      { numRuns: scaleRuns(100) },
    );
  });

  test('of minutes and hours have equal intervals across clock changes', () => {
    const elapsed = intervals.filter((one) => one.type === 'interval' && ['minutes', 'hours'].includes(one.unit));
    fc.assert(
      fc.property(elapsed, instants, (schedule, after) => {
        const [a = 0, b = 0, c = 0] = listSlots(schedule, { after, count: 3 }).map(({ at }) => at);
        expect(c - b).toBe(b - a);
      }),
    );
  });

  test('that were missed trigger one run, for the newest of them, and the next is in the future', () => {
    fc.assert(
      fc.property(schedules, instants, fc.integer({ min: 0, max: 3 * DAY }), (schedule, from, gone) => {
        const nextAt = findNextSlot(schedule, from);
        if (nextAt === undefined) return;
        const now = nextAt + gone;
        const due = findDueSlot(schedule, { nextAt, now });
        expect(due?.slot).toBeLessThanOrEqual(now);
        expect(due?.slot).toBeGreaterThanOrEqual(nextAt);
        expect(due?.next).toBe(findNextSlot(schedule, due?.slot ?? 0));
        expect(due?.next).toBeGreaterThan(now);
        expect((due?.missed ?? 0) > 0).toBe(due?.slot !== nextAt);
      }),
      { numRuns: isFull ? 40 : 3, seed: 7 },
    );
  });
});
