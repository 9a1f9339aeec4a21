/** Escapes a text for use in a regular expression. */
export const escapeRegExp = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');

const matchEitherCase = (hex: string) =>
  hex.replace(/[a-f]/gi, (digit) => `[${digit.toLowerCase()}${digit.toUpperCase()}]`);

const toHex = (bytes: Uint8Array) => matchEitherCase(Buffer.from(bytes).toString('hex'));

const matchAny = (options: readonly string[]) => (options.length === 1 ? options.join() : `(?:${options.join('|')})`);

// Encoders escape different characters, so each one may be raw or escaped, with hex digits of either case.
const matchPercent = (character: string) => {
  const bytes = [...Buffer.from(character)].map((byte) => `%${toHex(Uint8Array.of(byte))}`).join('');
  return matchAny([bytes, escapeRegExp(character), ...(character === ' ' ? ['\\+'] : [])]);
};

const SHORT_ESCAPES: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '/': '\\/',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

// A raw backslash never matches: the pattern would be ambiguous, and slow on hostile input.
const matchJsonUnit = (unit: string) => {
  const code = `\\\\u${matchEitherCase(unit.charCodeAt(0).toString(16).padStart(4, '0'))}`;
  const short = SHORT_ESCAPES[unit];
  return matchAny([code, ...(short ? [escapeRegExp(short)] : []), ...(unit === '\\' ? [] : [escapeRegExp(unit)])]);
};

/** JSON nested in JSON, as logs and error messages quote it: backslashes and quotes are escaped twice. */
const matchJsonTwiceUnit = (unit: string) => {
  const code = `\\\\\\\\u${matchEitherCase(unit.charCodeAt(0).toString(16).padStart(4, '0'))}`;
  const short = SHORT_ESCAPES[unit];
  const again = short ? [escapeRegExp(JSON.stringify(short).slice(1, -1))] : [];
  return matchAny([code, ...again, ...(unit === '\\' ? [] : [escapeRegExp(unit)])]);
};

const HTML_NAMES: Readonly<Record<string, string>> = { '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot', "'": 'apos' };

// Decimal or hexadecimal, with or without leading zeros; names for the five characters that escapers know.
const matchHtml = (character: string) => {
  const code = character.codePointAt(0) ?? 0;
  const name = HTML_NAMES[character];
  const escaped = [`&#0*${code};`, `&#[xX]0*${matchEitherCase(code.toString(16))};`, ...(name ? [`&${name};`] : [])];
  return matchAny([...escaped, escapeRegExp(character)]);
};

const BASE64_CHARACTERS: Readonly<Record<string, string>> = { '+': '(?:[+-]|%2[bB])', '/': '(?:\\\\?/|_|%2[fF])' };
const BASE64_EDGE = '[A-Za-z0-9+/_-]?';

/** Returns the invariant part of the base64 of the bytes after `offset` unknown bytes. */
const base64Core = (bytes: Uint8Array, offset: number): string => {
  const text = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
  return text.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + bytes.length) * 8) / 6));
};

/** Matches that base64, with the edge characters that it shares with adjacent bytes. */
const matchBase64 = (bytes: Uint8Array, offset: number) => {
  const bits = (offset + bytes.length) * 8;
  const pattern = [...base64Core(bytes, offset)].map((character) => BASE64_CHARACTERS[character] ?? character).join('');
  return `${offset > 0 ? BASE64_EDGE : ''}${pattern}${bits % 6 > 0 ? BASE64_EDGE : ''}(?:=|%3[dD]){0,2}`;
};

/**
 * Returns regular expressions that match `text` in each encoding: raw or URL-encoded (any escape set, hex of either
 * case, a space as `+`), JSON-escaped once or twice, HTML-escaped, base64 and base64url at each byte offset, hex of
 * either case. `before` is the number of preceding bytes of the same secret, which base64 depends on.
 */
export const listEncodings = (text: string, before = 0): string[] => {
  const bytes = Buffer.from(text);
  return [
    [...text].map(matchPercent).join(''),
    text.split('').map(matchJsonUnit).join(''),
    text.split('').map(matchJsonTwiceUnit).join(''),
    [...text].map(matchHtml).join(''),
    ...[0, 1, 2].map((offset) => matchBase64(bytes, (offset + before) % 3)),
    toHex(bytes),
  ];
};

const findLongest = (texts: Iterable<string>): string => {
  let found = '';
  for (const text of texts) if (text.length > found.length) found = text;
  return found;
};

/** Returns the longest part that no URL, JSON or base64url encoder changes: a text without it contains no encoding. */
const findPlainest = (text: string): string => findLongest(text.match(/[A-Za-z0-9]+/g) ?? []);

/**
 * Returns texts, one of which occurs wherever `text` does in any encoding, the last one (hex) in either case; except
 * where letters or digits are escaped, which some encoders do.
 */
export const listTraces = (text: string): string[] => {
  const bytes = Buffer.from(text);
  const cores = [0, 1, 2].map((offset) => base64Core(bytes, offset));
  return [...[text, ...cores].map(findPlainest), bytes.toString('hex')];
};

/** Matches a text only as a whole word. */
export const matchStandingAlone = (text: string): string => `(?<![A-Za-z0-9_])${escapeRegExp(text)}(?![A-Za-z0-9_])`;
