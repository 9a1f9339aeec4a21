import { type ExactKey, quoteDecimals } from './exact-key.ts';
import type { Json } from './types.ts';

const NUMBER = /-?(?:0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/y;
const COLON = /\s*:/y;

/**
 * Parses JSON like `JSON.parse`, but keeps numbers that a double cannot represent as their literal text: integers beyond
 * ±(2^53 - 1), so that ids stay exact, and numbers that overflow (`1e400`). Fractions are rounded as usual, and `-0`
 * stays as `JSON.parse` returns it. `places`, if known, are ascending offsets within or after all such numbers, outside
 * strings. Long decimals of the key `exact` stay text, too. Throws SyntaxError like `JSON.parse`.
 */
export function parseExact(text: string, places: readonly number[] = findWideNumbers(text), exact?: ExactKey): Json {
  const quoted = places.length === 0 ? text : quoteNumbers(text, places);
  return JSON.parse(exact === undefined ? quoted : quoteDecimals(quoted, exact)) as Json;
}

const isDigit = (code: number): boolean => code >= 48 && code <= 57;

const skipDigits = (text: string, from: number): number => {
  let at = from;
  while (isDigit(text.charCodeAt(at))) at++;
  return at;
};

/** Every number follows one of these characters or the start of the text. */
const BEFORE_NUMBER = /[:,[\s]/;

/** Integer digits from which a double may not represent a number. */
const WIDE_DIGITS = 16;
const WIDE_EXPONENT = /(?:\.\d+)?[eE]\+?\d{3}/y;

/**
 * Returns offsets where wide numbers may begin: 16 integer digits, or a three-digit exponent. A loop, because a regular
 * expression that searches a large text exceeds its limit of backtracks and continues in a slow engine.
 */
function findWideNumbers(text: string): number[] {
  const places: number[] = [];
  let outside = 0;
  for (let at = 0; at < text.length; at++) {
    if (!isDigit(text.charCodeAt(at))) continue;
    const digits = at;
    at = skipDigits(text, at);
    if (!isWide(text, digits, at)) continue;
    const place = text[digits - 1] === '-' ? digits - 1 : digits;
    if (place > 0 && !BEFORE_NUMBER.test(text[place - 1] ?? '')) continue;
    outside = skipStrings(text, outside, place);
    if (outside === place) places.push(place);
    at = Math.max(at, outside - 1);
  }
  return places;
}

function isWide(text: string, digits: number, end: number): boolean {
  if (end - digits >= WIDE_DIGITS) return true;
  WIDE_EXPONENT.lastIndex = end;
  return WIDE_EXPONENT.test(text);
}

/** Returns the first offset outside strings at or after `target`, starting from `outside`, which is outside strings. */
function skipStrings(text: string, outside: number, target: number): number {
  let at = outside;
  while (at < target) {
    const open = text.indexOf('"', at);
    if (open === -1 || open >= target) return target;
    at = findStringEnd(text, open + 1);
  }
  return at;
}

/** Returns the offset after the closing quote of a string that began before `at`, or the end of the text. */
function findStringEnd(text: string, at: number): number {
  for (let quote = text.indexOf('"', at); quote !== -1; quote = text.indexOf('"', quote + 1)) {
    let slash = quote;
    while (slash > at && text[slash - 1] === '\\') slash--;
    if ((quote - slash) % 2 === 0) return quote + 1;
  }
  return text.length;
}

/** Quotes the wide numbers at these offsets. Leaves syntax errors for `JSON.parse` to report. */
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

/** Returns the number literal at `at` if a double cannot represent it and it is not a key (which JSON forbids). */
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
