import { type Conversion, createInvalid } from './conversion.ts';
import { stripInvisible } from './strip-invisible.ts';

const NOT_TEXT = createInvalid('is not a text');

/** Text without invisible characters and without space around it. */
export const toCleanText: Conversion = (value) =>
  typeof value === 'string' ? stripInvisible(value).trim() || undefined : NOT_TEXT;
