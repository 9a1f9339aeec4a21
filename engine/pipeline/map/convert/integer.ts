import { type Conversion, createInvalid } from './conversion.ts';
import { toNumber } from './number.ts';

const NOT_INTEGER = createInvalid('is not a whole number');

/** Converts a number or decimal text to an integer, without rounding. */
export const toInteger: Conversion = (value, zone) => {
  const parsed = toNumber(value, zone);
  return typeof parsed !== 'number' || Number.isSafeInteger(parsed) ? parsed : NOT_INTEGER;
};
