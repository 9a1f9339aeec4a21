import { type Conversion, invalid } from './conversion.ts';
import { number } from './number.ts';

const NOT_INTEGER = invalid('is not a whole number');

/** Whole number from a number or a decimal text; nothing is rounded. */
export const integer: Conversion = (value, zone) => {
  const parsed = number(value, zone);
  return typeof parsed !== 'number' || Number.isSafeInteger(parsed) ? parsed : NOT_INTEGER;
};
