import { formatInstant } from '../../../base/time/index.ts';
import { type Conversion, createInvalid } from './conversion.ts';

const NOT_EPOCH = createInvalid('is not an epoch time', 'Give a number, or a text of digits.');
const DECIMAL = /^(-?\d{1,17})(?:\.(\d+))?$/;

// Scales the text: 1700000000.123 * 1000 is 1700000000122.9998 in floating point, and times are truncated.
const scale = (value: number | string, digits: number): number | undefined => {
  const match = DECIMAL.exec(String(value).trim());
  if (!match) return undefined;
  const [, whole = '', fraction = ''] = match;
  const sum = Number(whole + fraction.slice(0, digits).padEnd(digits, '0'));
  const cutsBelowZero = whole.startsWith('-') && /[1-9]/.test(fraction.slice(digits));
  return cutsBelowZero ? sum - 1 : sum;
};

const toInstant = (millis: number | undefined) => (millis === undefined ? undefined : formatInstant(millis));

// 1e11 seconds is the year 5138, 1e11 milliseconds is March 1973; the same applies to microseconds at 1e14.
const SECONDS_BELOW = 1e11;
const MILLIS_BELOW = 1e14;

/** Parses an epoch number whose magnitude determines its unit; undefined if it is not a number. */
export const parseEpochByMagnitude = (value: number | string): string | undefined => {
  const size = Math.abs(Number(value));
  if (size < SECONDS_BELOW) return toInstant(scale(value, 3));
  if (size < MILLIS_BELOW) return toInstant(scale(value, 0));
  const micros = scale(value, 0);
  return micros === undefined ? undefined : formatInstant(Math.floor(micros / 1000));
};

const createEpochConversion =
  (digits: number): Conversion =>
  (value) => {
    if (typeof value !== 'number' && typeof value !== 'string') return NOT_EPOCH;
    return value === '' ? undefined : (toInstant(scale(value, digits)) ?? NOT_EPOCH);
  };

/** Converts seconds since 1970 to an instant. */
export const epochSeconds = createEpochConversion(3);

/** Converts milliseconds since 1970 to an instant. */
export const epochMillis = createEpochConversion(0);
