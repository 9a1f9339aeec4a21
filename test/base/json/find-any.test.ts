import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createFinder } from '../../../engine/base/json/index.ts';
import { scaleRuns } from '../../setup/suite.ts';

/** Few letters, so that needles overlap, repeat and almost occur. */
const word = (size: { minLength?: number; maxLength: number }) =>
  fc.array(fc.constantFrom('a', 'b', 'c'), size).map((letters) => Buffer.from(letters.join('')));

test('finds a needle if a search for each one finds it', () => {
  const needles = fc.array(word({ maxLength: 6 }), { maxLength: 5 });
  fc.assert(
    fc.property(needles, word({ maxLength: 60 }), (all, bytes) => {
      expect(createFinder(all)(bytes)).toBe(all.some((needle) => bytes.includes(needle)));
    }),
    { numRuns: scaleRuns(2_000) },
  );
});

test('finds a needle at any offset among any bytes', () => {
  const bytes = fc.uint8Array({ maxLength: 400 });
  const needles = fc.array(fc.uint8Array({ minLength: 1, maxLength: 300 }), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(bytes, bytes, needles, fc.nat(), (before, behind, all, which) => {
      const needle = all[which % all.length] ?? Uint8Array.of();
      expect(createFinder(all)(Buffer.concat([before, needle, behind]))).toBe(true);
    }),
  );
});
