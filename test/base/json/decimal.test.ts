import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareDecimals, type Decimal, formatNumber, parseDecimal } from '../../../engine/base/json/index.ts';

const parse = (text: string): Decimal => parseDecimal(text) ?? expect.fail(text);
const compare = (a: string, b: string): number => Math.sign(compareDecimals(parse(a), parse(b)));

test.each([
  ['9007199254740992', '9007199254740993', -1],
  ['1790000000123456995', '1790000000123456996', -1],
  ['99999999999999999999', '100000000000000000000', -1],
  ['1.10', '1.1', 0],
  ['1.0000000000000000001', '1', 1],
  ['-2', '-1', -1],
  ['-0', '0.000', 0],
  ['007', '7', 0],
  ['.5', '0.05e1', 0],
  ['1e3', '1000', 0],
  ['1E+400', '9e399', 1],
  ['+3', '3', 0],
  ['0', '-0.00000000000000000000001', 1],
] as const)('%s and %s compare as %i', (a, b, result) => {
  expect(compare(a, b)).toBe(result);
  expect(compare(b, a)).toBe(-result + 0);
});

test.each(['', '.', '-', 'x', '1x', '0x10', '1e', '1.2.3', 'NaN', 'Infinity', '1 000'])(
  '%j is not a number',
  (text) => {
    expect(parseDecimal(text)).toBeUndefined();
  },
);

const digits = fc.stringMatching(/^\d{1,40}$/);
const decimals = fc
  .tuple(fc.constantFrom('', '-', '+'), digits, fc.option(digits), fc.option(fc.integer({ min: -60, max: 60 })))
  .map(
    ([sign, whole, part, power]) =>
      `${sign}${whole}${part === null ? '' : `.${part}`}${power === null ? '' : `e${power}`}`,
  );

/** The value as an integer in units of 10^-100. */
const toInteger = (text: string): bigint => {
  const [, sign, whole = '', part = '', power = '0'] = /^([+-]?)(\d+)(?:\.(\d+))?(?:e(-?\d+))?$/.exec(text) ?? [];
  const size = BigInt(whole + part) * 10n ** BigInt(100 + Number(power) - part.length);
  return sign === '-' ? -size : size;
};

describe('the order of decimals', () => {
  test('is exact', () => {
    fc.assert(
      fc.property(decimals, decimals, (a, b) => {
        const [x, y] = [toInteger(a), toInteger(b)];
        expect(compare(a, b)).toBe(x < y ? -1 : x > y ? 1 : 0);
      }),
    );
  });

  test('is total: antisymmetric and transitive', () => {
    fc.assert(
      fc.property(decimals, decimals, decimals, (a, b, c) => {
        expect(compare(a, b) + compare(b, a)).toBe(0);
        if (compare(a, b) <= 0 && compare(b, c) <= 0) expect(compare(a, c)).toBeLessThanOrEqual(0);
      }),
    );
  });
});

test('a number is written without an exponent and without a change', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      expect(formatNumber(value)).not.toContain('e');
      expect(Number(formatNumber(value)) + 0).toBe(value + 0);
    }),
  );
});
