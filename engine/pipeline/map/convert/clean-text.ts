import { type Conversion, invalid } from './conversion.ts';
import { withoutInvisible } from './invisible.ts';

const NOT_TEXT = invalid('is not a text');

/** Text without invisible characters and without space around it. */
export const cleanText: Conversion = (value) =>
  typeof value === 'string' ? withoutInvisible(value).trim() || undefined : NOT_TEXT;
