import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Keyring, parseKeyring } from '../../../engine/platform/connections/keyring.ts';
import { type Binding, openText, readKeyId, rewrapText, sealText } from '../../../engine/platform/connections/vault.ts';

const key = () => randomBytes(32).toString('base64');
const random = (count: number) => new Uint8Array(randomBytes(count));
const ringOf = (...keys: readonly string[]): Keyring => parseKeyring(keys.join('\n'), 'the test');

const [first, second] = [key(), key()];
const keyring = ringOf(first);
const HERE: Binding = { connectionId: 'c-1', field: 'api_key', origin: 'https://api.example' };

const bindings = fc.record({ connectionId: fc.string(), field: fc.string(), origin: fc.string() });

describe('the vault', () => {
  test('decrypts with the same binding', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), bindings, (text, binding) => {
        const sealed = sealText(text, binding, { keyring, random });
        expect(openText(sealed, binding, keyring)).toBe(text);
      }),
    );
  });

  test('does not decrypt after any bit was changed', () => {
    const sealed = sealText('s3cret', HERE, { keyring, random });
    const bytes = Buffer.from(sealed, 'base64url');
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const changed = Buffer.from(bytes);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      const open = () => openText(changed.toString('base64url'), HERE, keyring);
      // A changed key id refers to a missing key; any other change fails decryption.
      if (bit >= 8 && bit < 56) expect(open).toThrowError(expect.objectContaining({ code: 'KEY_WRONG' }));
      else expect(open(), `bit ${bit}`).toBeUndefined();
    }
  });

  test('does not decrypt after a character was changed, added or removed', () => {
    const sealed = sealText('s3cret!', HERE, { keyring, random });
    fc.assert(
      fc.property(fc.nat(sealed.length - 1), fc.constantFrom('', 'A', 'B', '=', '+', ' ', 'AA'), (at, put) => {
        const changed = sealed.slice(0, at) + put + sealed.slice(at + 1);
        fc.pre(changed !== sealed);
        let opened: string | undefined;
        try {
          opened = openText(changed, HERE, keyring);
        } catch (error) {
          expect(error).toMatchObject({ code: 'KEY_WRONG' });
        }
        expect(opened).toBeUndefined();
      }),
    );
  });

  test('does not decrypt for another connection, field or origin', () => {
    fc.assert(
      fc.property(bindings, bindings, (one, other) => {
        fc.pre(JSON.stringify(one) !== JSON.stringify(other));
        const sealed = sealText('s3cret', one, { keyring, random });
        expect(openText(sealed, other, keyring)).toBeUndefined();
      }),
    );
  });

  test('encrypts a text differently each time', () => {
    const [one, other] = [1, 2].map(() => sealText('s3cret', HERE, { keyring, random }));
    expect(one).not.toBe(other);
    expect(Buffer.from(one ?? '', 'base64url').includes('s3cret')).toBe(false);
  });

  test('after a key rotation, only the new key decrypts', () => {
    const sealed = sealText('s3cret', HERE, { keyring, random });
    const both = ringOf(second, first);
    const again = rewrapText(sealed, { keyring: both, random }) ?? '';
    expect(readKeyId(again)).toBe(both.current.id);
    expect(openText(again, HERE, ringOf(second))).toBe('s3cret');
    expect(() => openText(again, HERE, ringOf(first))).toThrowError(expect.objectContaining({ code: 'KEY_WRONG' }));
  });

  test('a key rotation skips texts with the current key and altered texts', () => {
    const sealed = sealText('s3cret', HERE, { keyring, random });
    expect(rewrapText(sealed, { keyring, random })).toBe(sealed);
    const altered = Buffer.from(sealed, 'base64url').fill(0, 20, 30).toString('base64url');
    expect(rewrapText(altered, { keyring: ringOf(second, first), random })).toBeUndefined();
  });
});

describe('keys', () => {
  test.each(['', '  \n', 'AAAA', `${key()} AAAA`, 'not base64!'])('%j is invalid', (text) => {
    expect(() => parseKeyring(text, 'MAPWRIGHT_KEY')).toThrowError(expect.objectContaining({ code: 'KEY_INVALID' }));
  });

  test('the first key encrypts, the others only decrypt', () => {
    const ring = parseKeyring(`${second}, ${first}\n`, 'MAPWRIGHT_KEY');
    expect(ring.current.id).toBe(ringOf(second).current.id);
    expect(ring.keys.size).toBe(2);
  });

  test('errors never contain an invalid key', () => {
    const text = randomBytes(24).toString('base64');
    expect(() => parseKeyring(text, 'MAPWRIGHT_KEY')).toThrowError(
      expect.objectContaining({ message: expect.not.stringContaining(text) }),
    );
  });
});
