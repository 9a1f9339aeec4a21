import { type Conversion, invalid } from './conversion.ts';

const NOT_NUMBER = invalid('is not a number');
const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/** Number from a number or a decimal text. */
export const number: Conversion = (value) => {
  const text = typeof value === 'string' ? value.trim() : value;
  if (text === '') return undefined;
  const parsed = typeof text === 'string' && DECIMAL.test(text) ? Number(text) : text;
  return typeof parsed === 'number' && Number.isFinite(parsed) ? parsed : NOT_NUMBER;
};
