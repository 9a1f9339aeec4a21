import fc from 'fast-check';
import { expect, test } from 'vitest';
import { listTicks } from '../../../studio/web/findings/ticks.ts';

test.each([
  [1, [0, 1]],
  [4, [0, 1, 2, 3, 4]],
  [5, [0, 2, 4, 6]],
  [88, [0, 50, 100]],
  [1234, [0, 500, 1000, 1500]],
] as const)('ticks up to %i', (most, ticks) => {
  expect(listTicks(most)).toEqual(ticks);
});

test('ticks are few, start at 0, and reach the largest value', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10_000_000 }), (most) => {
      const ticks = listTicks(most);
      expect(ticks.length).toBeLessThanOrEqual(5);
      expect(ticks[0]).toBe(0);
      expect(ticks.at(-1)).toBeGreaterThanOrEqual(most);
    }),
  );
});
