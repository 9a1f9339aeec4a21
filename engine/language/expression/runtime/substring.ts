import { BUILTINS } from '../builtins.ts';

// Stock counts characters, not UTF-16 units; where there are no surrogates the two are the same.
const SURROGATE = /[\ud800-\udfff]/;

const { implementation } = BUILTINS.substring;

/** `$substring`. */
export const substring = (text: string | undefined, start: number, length?: number): unknown => {
  if (text === undefined) return undefined;
  if (length !== undefined && length <= 0) return '';
  const isOpen = length === undefined || start < 0;
  // Only what is passed over or taken has to be counted.
  const counted = isOpen ? text : text.slice(0, start + length);
  if (SURROGATE.test(counted)) return Reflect.apply(implementation, undefined, [text, start, length]);
  if (!isOpen) return counted.slice(start);
  const from = text.length + start < 0 ? 0 : start;
  if (length === undefined) return text.slice(from);
  return text.slice(from, from >= 0 ? from + length : text.length + from + length);
};
