import { expect, test } from 'vitest';
import {
  addTotals,
  countDefaulted,
  countRepeated,
  countUnmapped,
  createRunCounters,
  extractTotals,
  OTHER_VALUES,
  streamCounters,
} from '../../../engine/pipeline/run/run-counters.ts';

const NAMES = ['constructor', 'toString', '__proto__', 'valueOf', 'plain'];

test('names of members of Object are counted like others, before and after a stop', () => {
  const first = createRunCounters();
  for (const name of NAMES) {
    streamCounters(first, name).items += 1;
    countUnmapped(first, name, name);
    countDefaulted(first, name, name);
    countRepeated(first, name, 1);
  }
  const counters = createRunCounters(JSON.parse(JSON.stringify(extractTotals(first))));
  addTotals(counters, JSON.parse(JSON.stringify(extractTotals(first))));
  for (const name of NAMES) expect(streamCounters(counters, name).items).toBe(2);
  expect(Object.entries(counters.repeatedItems)).toEqual(NAMES.map((name) => [name, 2]));
  for (const counts of [counters.unmapped, counters.defaulted])
    expect(Object.entries(counts).map(([name, values]) => [name, Object.entries(values)])).toEqual(
      NAMES.map((name) => [name, [[name, 2]]]),
    );
});

test('counts 1,000 values that an enum default handled by literal, the others together; sums stay exact', () => {
  const counters = createRunCounters();
  for (let slice = 0; slice < 3; slice += 1) {
    const part = createRunCounters();
    for (let at = 0; at < 1500; at += 1) countDefaulted(part, 'status', `value ${slice * 700 + at}`);
    expect(part.defaulted['status']?.[OTHER_VALUES]).toBe(500);
    addTotals(counters, JSON.parse(JSON.stringify(extractTotals(part))));
  }
  const { [OTHER_VALUES]: others = 0, ...values } = counters.defaulted['status'] ?? {};
  const counts = Object.values(values);
  expect([counts.length, others + counts.reduce((sum, count) => sum + count, 0)]).toEqual([1000, 4500]);
});

test('resumes the totals of an earlier version, which lack the values that enum defaults handled', () => {
  const { defaulted: _, ...totals } = extractTotals(createRunCounters());
  const counters = createRunCounters(totals as never);
  addTotals(counters, totals as never);
  expect(counters.defaulted).toEqual({});
});

test('adds more warnings than a call can have arguments', () => {
  const part = createRunCounters();
  for (let at = 0; at < 300_000; at += 1) part.warnings.push({ code: 'PARTITION_SKIPPED', message: `part ${at}` });
  const counters = createRunCounters();
  addTotals(counters, extractTotals(part));
  expect(counters.warnings).toHaveLength(300_000);
});
