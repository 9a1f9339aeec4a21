import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { JsonObject } from '../../../engine/base/json/index.ts';
import { pickLines, toLines, toTexts } from '../../../engine/pipeline/sink/lines.ts';

const records = fc.array(
  fc.dictionary(
    fc.string({ unit: 'binary' }),
    fc.oneof(fc.string({ unit: 'binary' }), fc.integer(), fc.constant(null)),
  ),
  { maxLength: 20 },
) as fc.Arbitrary<JsonObject[]>;

test('lines contain the records in order, each as JSON', () => {
  fc.assert(
    fc.property(records, (given) => {
      const lines = toLines(given);
      const texts = given.map((record) => JSON.stringify(record));
      expect(Buffer.from(lines.bytes).toString('utf8')).toBe(texts.map((text) => `${text}\n`).join(''));
      expect(toTexts(lines)).toEqual(texts.map((text) => Buffer.from(text).toString('utf8')));
    }),
    { seed: 5 },
  );
});

test('picked records are valid lines', () => {
  fc.assert(
    fc.property(records, fc.infiniteStream(fc.boolean()), (given, choice) => {
      const wanted = [...given.keys()].filter(() => choice.next().value);
      expect(toTexts(pickLines(toLines(given), wanted))).toEqual(
        toTexts(toLines(wanted.map((at) => given[at] as JsonObject))),
      );
    }),
    { seed: 6 },
  );
});

test('a record larger than all earlier ones fits', () => {
  const name = '検証'.repeat(200_000);
  expect(toTexts(toLines([{ a: 1 }, { name }, { b: 2 }]))).toEqual(['{"a":1}', JSON.stringify({ name }), '{"b":2}']);
  expect(toTexts(toLines([{ after: 'it' }]))).toEqual(['{"after":"it"}']);
});
