import { expect, test } from 'vitest';
import {
  addTotals,
  countRepeated,
  countUnmapped,
  createMeter,
  streamMeter,
  totalsOf,
} from '../../../engine/pipeline/run/meter.ts';

const NAMES = ['constructor', 'toString', '__proto__', 'valueOf', 'plain'];

test('names that every object has a member of are counted like others, before a stop and after it', () => {
  const first = createMeter();
  for (const name of NAMES) {
    streamMeter(first, name).items += 1;
    countUnmapped(first, name, name);
    countRepeated(first, name, 1);
  }
  const meter = createMeter(JSON.parse(JSON.stringify(totalsOf(first))));
  addTotals(meter, JSON.parse(JSON.stringify(totalsOf(first))));
  for (const name of NAMES) expect(streamMeter(meter, name).items).toBe(2);
  expect(Object.entries(meter.repeatedItems)).toEqual(NAMES.map((name) => [name, 2]));
  expect(Object.entries(meter.unmapped).map(([name, values]) => [name, Object.entries(values)])).toEqual(
    NAMES.map((name) => [name, [[name, 2]]]),
  );
});

test('more warnings than a call takes arguments are added', () => {
  const part = createMeter();
  for (let at = 0; at < 300_000; at += 1) part.warnings.push({ code: 'PARTITION_SKIPPED', message: `part ${at}` });
  const meter = createMeter();
  addTotals(meter, totalsOf(part));
  expect(meter.warnings).toHaveLength(300_000);
});
