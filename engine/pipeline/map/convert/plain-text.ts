import { isUtf8 } from 'node:buffer';
import { decode } from 'html-entities';
import { type Conversion, createInvalid } from './conversion.ts';
import { stripInvisible } from './strip-invisible.ts';

// Character reference; the semicolon after a name may be missing.
const REFERENCE = /&(?:#\d{1,7}|#[xX][\dA-Fa-f]{1,6}|[A-Za-z][A-Za-z\d]{1,31});?/g;
const MAX_CACHED = 500;

const known = new Map<string, string>();

const decodeReference = (reference: string): string => {
  const text = decode(reference);
  if (known.size < MAX_CACHED) known.set(reference, text);
  return text;
};

/** Decodes HTML character references once: `&amp;lt;` becomes `&lt;`. */
export const decodeEntities = (text: string): string =>
  text.includes('&')
    ? text.replace(REFERENCE, (reference) => known.get(reference) ?? decodeReference(reference))
    : text;

// Shorter ordinary words look like base64.
const MIN_LENGTH = 24;
const ALPHABET = /^[A-Za-z0-9+/]+={0,2}$/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/;

// Only the last four characters have more than one encoding of the same bytes.
const isCanonical = (text: string) => {
  const end = text.slice(-4);
  return Buffer.from(end, 'base64').toString('base64') === end;
};

/** Decodes base64; undefined unless `text` is strict base64 of printable UTF-8. */
const decodeBase64Text = (text: string): string | undefined => {
  if (text.length < MIN_LENGTH || text.length % 4 !== 0 || !ALPHABET.test(text) || !isCanonical(text)) return undefined;
  const bytes = Buffer.from(text, 'base64');
  if (!isUtf8(bytes)) return undefined;
  const decoded = bytes.toString();
  return CONTROL.test(decoded) ? undefined : decoded;
};

const NOT_TEXT = createInvalid('is not a text');

const BLOCKS = new Set(
  'address article aside blockquote br caption dd div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section table tbody tfoot thead tr ul'.split(
    ' ',
  ),
);
const CELLS = new Set(['td', 'th', 'option']);
const HIDDEN = /<(script|style)\b[^<>]*>[\s\S]*?(?:<\/\1\s*>|$)/gi;
const HAS_HIDDEN = /<(?:script|style)\b/i;
const COMMENT = /<!--[\s\S]*?(?:-->|$)/g;
// A "<" without a following letter, "/" or "!" is text: `a < b`.
const TAG = /<\/?([a-z][a-z0-9]*)(?:[\s/][^<>]*)?>|<![a-z][^<>]*>/gi;

const replaceTag = (_: string, name: string | undefined) => {
  const tag = (name ?? '').toLowerCase();
  if (BLOCKS.has(tag)) return '\n';
  return CELLS.has(tag) ? ' ' : '';
};

const stripTags = (text: string) => {
  const shown = text.includes('<!--') ? text.replace(COMMENT, '') : text;
  return (HAS_HIDDEN.test(shown) ? shown.replace(HIDDEN, ' ') : shown).replace(TAG, replaceTag);
};

const collapseLines = (text: string) =>
  text.includes('\n') ? text.replace(/ ?\n ?/g, '\n').replace(/\n{3,}/g, '\n\n') : text;

// Matches only whitespace that changes: `  `, a tab, a no-break space.
const SPARE_SPACE = /[^\S\n]{2,}|[^\S\n ]/g;

const tidySpaces = (text: string) =>
  collapseLines(stripInvisible(text.replaceAll('\u00a0', ' ')).replace(SPARE_SPACE, ' ')).trim();

const htmlToText = (text: string) => (text.includes('<') ? stripTags(text) : text);

// Matches text that needs cleaning; most text does not.
const UNTIDY =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
  /[<&\u0000-\u001f\u007f-\u00a0\u00ad\u1680\u2000-\u200f\u2028-\u202f\u205f\u2060\u3000\ufeff]| {2}|^ | $/;

const isBase64Like = (text: string) => text.length % 4 === 0 && !text.includes(' ');

/** Converts vendor text to plain text: decodes base64, strips HTML tags, decodes entities, removes invisible characters. */
export const toPlainText: Conversion = (value) => {
  if (typeof value !== 'string') return NOT_TEXT;
  if (!UNTIDY.test(value) && !isBase64Like(value)) return value || undefined;
  return tidySpaces(decodeEntities(htmlToText(decodeBase64Text(value.trim()) ?? value))) || undefined;
};
