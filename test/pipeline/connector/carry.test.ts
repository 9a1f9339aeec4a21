import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Json } from '../../../engine/base/json/index.ts';
import { compileExpression, findReads } from '../../../engine/language/expression/index.ts';
import { listParents } from '../../../engine/manifest/partition-sources.ts';
import { computeCarry, pickCarried } from '../../../engine/pipeline/connector/carry.ts';
import { computeCarryFor, sortForReading } from '../../../engine/pipeline/connector/dependencies.ts';
import { CONNECTORS, readManifestFile } from '../../manifests/connectors.ts';
import { scaleRuns } from '../../setup/suite.ts';

/** Expressions over a parent's item, typical and unusual ones. */
const EXPRESSIONS = [
  'a',
  'a.b',
  'a.b.c',
  'a.b & c',
  'a ? a : b.c',
  'a[0]',
  'a.b[c = 1]',
  '$exists(a.b) and $not(c)',
  'a.(b ? b : c)',
  '[a, b.c]',
  '{"x": a.b, "y": c}',
  '$string(a.b)',
  'a.b.c in [1, 2]',
  '$count(a.b)',
  '`a`.`b`',
  '*',
  'a.*',
  '**.c',
];

const value = fc.letrec((tie) => ({
  node: fc.oneof(
    { depthSize: 'small' },
    fc.oneof(fc.integer({ min: 0, max: 2 }), fc.constant(null), fc.constantFrom('', 'x')),
    fc.array(tie('node'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('a', 'b', 'c'), tie('node'), { maxKeys: 3 }),
  ),
})).node;

test.each(EXPRESSIONS)('%s has the same value for a carried item as for the whole', async (source) => {
  const { input, wholeInput } = findReads(source);
  const carry = computeCarry(wholeInput ? [[]] : input);
  const expression = compileExpression(source);
  const said = (item: Json) => Promise.resolve(expression.evaluate(item, {})).catch((error: Error) => error.name);
  const items = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), value, { maxKeys: 4 });
  await fc.assert(
    fc.asyncProperty(items, async (item) => {
      expect(await said(pickCarried(item as Json, carry))).toEqual(await said(item as Json));
    }),
    { numRuns: scaleRuns(60), seed: 21 },
  );
});

test.each([
  ['one inside another', [['a', 'b'], ['a']], [['a']]],
  ['the same twice', [['a'], ['a']], [['a']]],
  [
    'side by side',
    [
      ['a', 'b'],
      ['a', 'c'],
    ],
    [
      ['a', 'b'],
      ['a', 'c'],
    ],
  ],
  ['names with the same prefix', [['a'], ['ab']], [['a'], ['ab']]],
  ['the item itself', [['a'], []], 'whole'],
] as const)('paths that are carried: %s', (_what, paths, expected) => {
  expect(computeCarry(paths)).toEqual(expected);
});

test.each(CONNECTORS)('%s keeps only a part of its parents', (id) => {
  const manifest = readManifestFile(id);
  for (const stream of Object.values(manifest.streams)) {
    const parents = [
      ...listParents(stream),
      ...Object.values(stream.lookup ?? {}).flatMap((one) => (one.type === 'join' ? one.stream : [])),
    ];
    for (const parent of parents) expect(computeCarryFor(manifest, parent)).not.toBe('whole');
  }
});

test.each(CONNECTORS)('%s reads parents before their children, for any order of the selection', (id) => {
  const manifest = readManifestFile(id);
  const names = Object.keys(manifest.streams);
  fc.assert(
    fc.property(fc.shuffledSubarray(names), (wanted) => {
      const order = sortForReading(manifest, wanted).map(({ name }) => name);
      expect(new Set(order).size).toBe(order.length);
      for (const name of wanted) expect(order).toContain(name);
      for (const name of order) {
        for (const parent of listParents(manifest.streams[name]))
          expect(order.indexOf(parent)).toBeLessThan(order.indexOf(name));
      }
    }),
    { seed: 22 },
  );
});
