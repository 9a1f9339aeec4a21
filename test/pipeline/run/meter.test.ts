import { expect, test } from 'vitest';
import {
  addTotals,
  countRepeated,
  countUnmapped,
  createRunCounters,
  extractTotals,
  streamCounters,
} from '../../../engine/pipeline/run/run-counters.ts';

const NAMES = ['constructor', 'toString', '__proto__', 'valueOf', 'plain'];

test('names of members of Object are counted like others, before and after a stop', () => {
  const first = createRunCounters();
  for (const name of NAMES) {
    streamCounters(first, name).items += 1;
    countUnmapped(first, name, name);
    countRepeated(first, name, 1);
  }
  const counters = createRunCounters(JSON.parse(JSON.stringify(extractTotals(first))));
  addTotals(counters, JSON.parse(JSON.stringify(extractTotals(first))));
  for (const name of NAMES) expect(streamCounters(counters, name).items).toBe(2);
  expect(Object.entries(counters.repeatedItems)).toEqual(NAMES.map((name) => [name, 2]));
  expect(Object.entries(counters.unmapped).map(([name, values]) => [name, Object.entries(values)])).toEqual(
    NAMES.map((name) => [name, [[name, 2]]]),
  );
});

test('adds more warnings than a call can have arguments', () => {
  const part = createRunCounters();
  for (let at = 0; at < 300_000; at += 1) part.warnings.push({ code: 'PARTITION_SKIPPED', message: `part ${at}` });
  const counters = createRunCounters();
  addTotals(counters, extractTotals(part));
  expect(counters.warnings).toHaveLength(300_000);
});
