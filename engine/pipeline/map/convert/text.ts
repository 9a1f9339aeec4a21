import { type Conversion, createInvalid } from './conversion.ts';

const NOT_SCALAR = createInvalid('is a list or an object, not a text');
const NOT_EXACT = createInvalid(
  'is a number too large to be exact',
  'Have it read as text: the vendor sends it as a number beyond 2^53.',
);

/** Converts a number or boolean to text; text is unchanged. */
export const toText: Conversion = (value) => {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return String(value);
  if (typeof value !== 'number') return NOT_SCALAR;
  return Number.isFinite(value) && Math.abs(value) <= Number.MAX_SAFE_INTEGER ? String(value) : NOT_EXACT;
};
