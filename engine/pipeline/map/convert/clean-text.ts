import { type Conversion, createInvalid } from './conversion.ts';
import { stripInvisible } from './strip-invisible.ts';

const NOT_TEXT = createInvalid('is not a text');

/** Removes invisible characters and surrounding whitespace. */
export const toCleanText: Conversion = (value) =>
  typeof value === 'string' ? stripInvisible(value).trim() || undefined : NOT_TEXT;
