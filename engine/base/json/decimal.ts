/** Decimal number of any size and precision: sign × 0.digits × 10^exponent, without zeros at either end of `digits`. */
export interface Decimal {
  readonly sign: -1 | 0 | 1;
  readonly digits: string;
  readonly exponent: bigint;
}

const FORM = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/;
const ZERO: Decimal = { sign: 0, digits: '', exponent: 0n };

/** Parses a decimal number without loss; undefined for other texts. */
export function parseDecimal(text: string): Decimal | undefined {
  const match = FORM.exec(text);
  if (!match) return undefined;
  const [, sign, whole = '', fraction = '', power = '0'] = match;
  if (whole === '' && fraction === '') return undefined;
  const all = whole + fraction;
  const start = all.search(/[1-9]/);
  if (start === -1) return ZERO;
  return {
    sign: sign === '-' ? -1 : 1,
    digits: all.slice(start).replace(/0+$/, ''),
    exponent: BigInt(power) + BigInt(whole.length - start),
  };
}

const compare = <T extends number | bigint | string>(a: T, b: T): number => (a < b ? -1 : a > b ? 1 : 0);

/** Compares two decimals exactly: negative, zero or positive, as a comparator of `sort`. */
export function compareDecimals(a: Decimal, b: Decimal): number {
  if (a.sign !== b.sign || a.sign === 0) return compare(a.sign, b.sign);
  return a.sign * (compare(a.exponent, b.exponent) || compare(a.digits, b.digits));
}

/** Writes a number without an exponent: 1e21 as 1 and 21 zeros. */
export function formatNumber(value: number): string {
  const text = String(value);
  const match = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(text);
  if (!match) return text;
  const [, sign, first = '', rest = '', power] = match;
  const shift = Number(power);
  if (shift < 0) return `${sign}0.${'0'.repeat(-shift - 1)}${first}${rest}`;
  return `${sign}${first}${rest.padEnd(shift, '0')}`;
}
