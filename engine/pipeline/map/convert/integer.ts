import { type Conversion, createInvalid } from './conversion.ts';
import { toNumber } from './number.ts';

const NOT_INTEGER = createInvalid('is not a whole number');

/** Whole number from a number or a decimal text; nothing is rounded. */
export const toInteger: Conversion = (value, zone) => {
  const parsed = toNumber(value, zone);
  return typeof parsed !== 'number' || Number.isSafeInteger(parsed) ? parsed : NOT_INTEGER;
};
