import type { Nanos } from './nanos.ts';

const DECIMAL = /^([+-]?)(\d{1,40})(?:\.(\d*))?$/;

/** Units of epoch numbers: the decimal places between them and nanoseconds. */
export const EPOCH_UNITS = { epochSeconds: 9, epochMillis: 6, epochMicros: 3, epochNanos: 0 } as const;

/** Writes a number without an exponent if it may be a time. */
const toDigits = (value: string | number): string =>
  typeof value === 'string' ? value.trim() : Math.abs(value) < 1e-6 ? '0' : String(value);

/** Moves the decimal point of a number to the right and rounds down. Works on digits: 1700000000.123 * 1000 is inexact. */
export function shiftDecimal(value: string | number, places: number): bigint | undefined {
  const match = DECIMAL.exec(toDigits(value));
  if (!match) return undefined;
  const [, sign, whole = '', fraction = ''] = match;
  const size = BigInt(whole + fraction.slice(0, places).padEnd(places, '0'));
  if (sign !== '-') return size;
  return /[1-9]/.test(fraction.slice(places)) ? -size - 1n : -size;
}

// Epoch numbers below the first limit are seconds (until the year 5138), below the second milliseconds, then microseconds.
const UNIT_BELOW = [
  [1e11, EPOCH_UNITS.epochSeconds],
  [1e14, EPOCH_UNITS.epochMillis],
  [1e17, EPOCH_UNITS.epochMicros],
  [1e20, EPOCH_UNITS.epochNanos],
] as const;

/** Parses an epoch number whose magnitude determines its unit; undefined if it is not a number. */
export function parseEpoch(value: string | number): Nanos | undefined {
  const size = Math.abs(Number(value));
  const places = UNIT_BELOW.find(([limit]) => size < limit)?.[1];
  return places === undefined ? undefined : shiftDecimal(value, places);
}
