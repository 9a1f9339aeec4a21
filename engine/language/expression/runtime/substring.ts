import { BUILTINS } from '../builtins.ts';

// The interpreter counts code points, not UTF-16 units; without surrogates they are the same.
const SURROGATE = /[\ud800-\udfff]/;

const { implementation } = BUILTINS.substring;

/** `$substring`. */
export const substring = (text: string | undefined, start: number, length?: number): unknown => {
  if (text === undefined) return undefined;
  if (length !== undefined && length <= 0) return '';
  const isOpen = length === undefined || start < 0;
  // Only the skipped and returned parts need counting.
  const counted = isOpen ? text : text.slice(0, start + length);
  if (SURROGATE.test(counted)) return Reflect.apply(implementation, undefined, [text, start, length]);
  if (!isOpen) return counted.slice(start);
  const from = text.length + start < 0 ? 0 : start;
  if (length === undefined) return text.slice(from);
  return text.slice(from, from >= 0 ? from + length : text.length + from + length);
};
