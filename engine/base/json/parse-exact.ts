import type { Json } from './types.ts';

// Where a number could be that a double does not hold: 16 digits before the point, or an exponent of three digits.
// Every number stands at the start or after one of these characters.
const CANDIDATE = /(^|[:,[\s])-?(?:\d{16}|\d+(?:\.\d+)?[eE]\+?\d{3})/g;
const NUMBER = /-?(?:0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/y;
const COLON = /\s*:/y;

/**
 * `JSON.parse`, except that a number which a double would change beyond recognition becomes its literal text: integers
 * beyond 2^53 - 1 either way (so that ids stay exact) and numbers that overflow (`1e400`). Fractions round as usual and
 * `-0` stays what `JSON.parse` makes of it. `places`, where known, are in or at all such numbers, in order, and outside
 * of strings. Throws SyntaxError where `JSON.parse` does.
 */
export function parseExact(text: string, places: readonly number[] = findWideNumbers(text)): Json {
  return JSON.parse(places.length === 0 ? text : quoteNumbers(text, places)) as Json;
}

/** Where wide numbers may begin. Most texts have no candidate: then one search of the text is all. */
function findWideNumbers(text: string): number[] {
  const places: number[] = [];
  let outside = 0;
  CANDIDATE.lastIndex = 0;
  for (let match = CANDIDATE.exec(text); match !== null; match = CANDIDATE.exec(text)) {
    const at = match.index + (match[1] ?? '').length;
    outside = skipStrings(text, outside, at);
    if (outside === at) places.push(at);
    CANDIDATE.lastIndex = Math.max(outside, at + 1);
  }
  return places;
}

/** The first place outside of strings that is not before `target`, going on from `outside`, which is such a place. */
function skipStrings(text: string, outside: number, target: number): number {
  let at = outside;
  while (at < target) {
    const open = text.indexOf('"', at);
    if (open === -1 || open >= target) return target;
    at = findStringEnd(text, open + 1);
  }
  return at;
}

/** The place after the quote that closes the string which began before `at`; the text's end when nothing closes it. */
function findStringEnd(text: string, at: number): number {
  for (let quote = text.indexOf('"', at); quote !== -1; quote = text.indexOf('"', quote + 1)) {
    let slash = quote;
    while (slash > at && text[slash - 1] === '\\') slash--;
    if ((quote - slash) % 2 === 0) return quote + 1;
  }
  return text.length;
}

/** The text with the wide numbers at these places in quotes. Any fault is left as it is, for `JSON.parse` to find. */
function quoteNumbers(text: string, places: readonly number[]): string {
  let result = '';
  let copied = 0;
  for (const place of places) {
    if (place < copied) continue;
    const at = findNumberStart(text, place);
    const literal = wideNumber(text, at);
    if (literal === undefined) continue;
    result += `${text.slice(copied, at)}"${literal}"`;
    copied = at + literal.length;
  }
  return result + text.slice(copied);
}

function findNumberStart(text: string, place: number): number {
  let at = place;
  while (at > 0 && /[-+.\deE]/.test(text.charAt(at - 1))) at--;
  return at;
}

/** The number literal at `at` when a double cannot hold it and it is a value, not a key (which JSON forbids anyway). */
function wideNumber(text: string, at: number): string | undefined {
  NUMBER.lastIndex = at;
  const match = NUMBER.exec(text);
  if (match === null) return undefined;
  const value = Number(match[0]);
  const isInteger = match[1] === undefined && match[2] === undefined;
  if (isInteger ? Number.isSafeInteger(value) : Number.isFinite(value)) return undefined;
  COLON.lastIndex = at + match[0].length;
  return COLON.test(text) ? undefined : match[0];
}
