import { BUILTINS } from '../builtins.ts';

// Stock counts characters, not UTF-16 units; where there are no surrogates the two are the same.
const SURROGATE = /[\ud800-\udfff]/;

const { implementation } = BUILTINS.substring;

/** `$substring`. */
export const substring = (...[text, start, length]: [string | undefined, number, number?]): unknown => {
  if (text === undefined) return undefined;
  if (SURROGATE.test(text)) return Reflect.apply(implementation, undefined, [text, start, length]);
  const from = text.length + start < 0 ? 0 : start;
  if (length === undefined) return text.slice(from);
  if (length <= 0) return '';
  return text.slice(from, from >= 0 ? from + length : text.length + from + length);
};
