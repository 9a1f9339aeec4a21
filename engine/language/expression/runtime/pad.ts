import { BUILTINS } from '../builtins.ts';

/** A longer text would be made in one go, past every limit, and takes the process with it. */
const LONGEST = 100_000;

/** What `$pad` throws beyond that, in stock's form. */
const tooWide = () => Object.assign(new RangeError('$pad is too wide'), { code: 'D1012' });

const { implementation } = BUILTINS.pad;

/** `$pad`, up to a width that a text can have. Its parameters by name: stock reads them from its text to apply it in part. */
export const pad = (text: unknown, width: number, fill: unknown): unknown => {
  if (text !== undefined && Math.abs(width) > LONGEST) throw tooWide();
  return Reflect.apply(implementation, undefined, [text, width, fill]);
};
