import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openText, parseKeyring, sealText } from '../../engine/platform/connections/index.ts';

const keyring = parseKeyring(randomBytes(32).toString('base64'), 'a test');
const sealing = { keyring, random: (count: number) => randomBytes(count) };
const binding = fc.record({ connectionId: fc.string(), field: fc.string(), origin: fc.webUrl() });

test('a sealed value opens only for its connection, field and origin', () => {
  fc.assert(
    fc.property(fc.string(), binding, binding, (text, own, other) => {
      const sealed = sealText(text, own, sealing);
      expect(openText(sealed, own, keyring)).toBe(text);
      for (const part of ['connectionId', 'field', 'origin'] as const) {
        fc.pre(own[part] !== other[part]);
        expect(openText(sealed, { ...own, [part]: other[part] }, keyring)).toBeUndefined();
      }
    }),
    { numRuns: 50, seed: 44 },
  );
});
