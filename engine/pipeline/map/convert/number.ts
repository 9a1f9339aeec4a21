import { type Conversion, createInvalid } from './conversion.ts';

const NOT_NUMBER = createInvalid('is not a number');
const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/** Converts a number or decimal text to a number. */
export const toNumber: Conversion = (value) => {
  const text = typeof value === 'string' ? value.trim() : value;
  if (text === '') return undefined;
  const parsed = typeof text === 'string' && DECIMAL.test(text) ? Number(text) : text;
  return typeof parsed === 'number' && Number.isFinite(parsed) ? parsed : NOT_NUMBER;
};
