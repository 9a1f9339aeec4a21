import fc from 'fast-check';
import { expect, test } from 'vitest';
import { resolvePointer } from '../../../engine/base/json/index.ts';
import { boundResult } from '../../../engine/protocol/mcp/bound-result.ts';
import { scaleRuns } from '../../setup/suite.ts';

const MOST = 2_000;

test('a result that fits is unchanged', () => {
  const result = { records: [{ id: '1' }] };
  expect(boundResult(result, [], MOST)).toBe(result);
});

test('long texts and lists are cut, and every cut is listed with what is kept', () => {
  const result = { name: 'x', body: 'b'.repeat(5_000), items: Array.from({ length: 900 }, (_, id) => ({ id })) };
  const bounded = boundResult(result, [], MOST);
  expect(bounded['name']).toBe('x');
  const cut = bounded['cut'] as { pointer: string; kept: number; of: number }[];
  expect(cut.map(({ pointer, of }) => [pointer, of])).toEqual([
    ['/body', 5_000],
    ['/items', 900],
  ]);
  for (const { pointer, kept } of cut) {
    const value = resolvePointer(bounded, pointer) as string | unknown[];
    expect(typeof value === 'string' ? value.slice(0, -1).length : value.length).toBe(kept);
  }
});

test('members that are useful only whole are kept whole or left out', () => {
  const cases = Array.from({ length: 6 }, (_, at) => ({ name: `case-${at}`, recording: { body: 'b'.repeat(500) } }));
  const small = boundResult({ manifest: { id: 'a' }, cases, note: 'n'.repeat(9_000) }, ['manifest', 'cases'], MOST);
  expect(small['manifest']).toEqual({ id: 'a' });
  expect(small['cases']).toEqual(cases.slice(0, 2));
  expect(small['cut']).toMatchObject([{ pointer: '/cases', kept: 2, of: 6 }, { pointer: '/note' }]);
  const large = boundResult({ manifest: { id: 'a'.repeat(MOST) }, extent: 'whole' }, ['manifest'], MOST);
  expect(large).toMatchObject({ extent: 'whole', cut: [{ pointer: '/manifest', kept: 0 }] });
  expect(large).not.toHaveProperty('manifest');
});

test('names and punctuation count', () => {
  const whole = Array.from({ length: 30 }, () => 'b'.repeat(50));
  for (let length = 470; length <= 530; length++) {
    const { cut: _, ...kept } = boundResult({ whole, rest: 'r'.repeat(length) }, ['whole'], MOST);
    expect(JSON.stringify(kept).length).toBeLessThanOrEqual(MOST);
  }
});

test('any result is bounded', () => {
  const trees = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 5 },
      fc.string({ maxLength: 3_000 }),
      fc.array(tie('value'), { maxLength: 40 }),
      fc.dictionary(fc.string(), tie('value'), { maxKeys: 40 }),
    ),
  })).value;
  const results = fc.dictionary(fc.constantFrom('a', 'b', 'whole'), trees);
  fc.assert(
    fc.property(results, (result) => {
      const bounded = boundResult(JSON.parse(JSON.stringify(result)), ['whole'], MOST);
      const { cut: _, ...kept } = bounded;
      expect(JSON.stringify(kept).length).toBeLessThanOrEqual(MOST);
    }),
    { numRuns: scaleRuns(200) },
  );
});
