import { BUILTINS } from '../builtins.ts';

/** Longer texts would be created at once, beyond all limits, and exhaust the memory. */
const LONGEST = 100_000;

/** Error of `$pad` beyond that limit, in the interpreter's form. */
const tooWide = () => Object.assign(new RangeError('$pad is too wide'), { code: 'D1012' });

const { implementation } = BUILTINS.pad;

/**
 * `$pad` with a limited width. Parameters are named, as the interpreter reads them from the function's text for partial
 * application.
 */
export const pad = (text: unknown, width: number, fill: unknown): unknown => {
  if (text !== undefined && Math.abs(width) > LONGEST) throw tooWide();
  return Reflect.apply(implementation, undefined, [text, width, fill]);
};
