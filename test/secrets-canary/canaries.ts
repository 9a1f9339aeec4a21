/** Unique secrets with characters that differ in every encoding. */
export const CANARIES = {
  key: 'c4nary/k3y+of=the"connection&<9f86d081>~\'é',
  token: 't0ken.that_the-login?brought&2c26b46b',
} as const;

type Encode = (text: string) => readonly string[];

const bytes = (text: string) => Buffer.from(text, 'utf8');

/** Returns the part of a text's base64 that is independent of its context, `offset` bytes into a group of three. */
const base64Core = (text: string, offset: number, encoding: 'base64' | 'base64url'): string => {
  const whole = Buffer.concat([Buffer.alloc(offset), bytes(text)])
    .toString(encoding)
    .replace(/=+$/, '');
  return whole.slice(Math.ceil((offset * 8) / 6), -1);
};

const HTML: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

const toHex = (code: number, digits = 1): string => code.toString(16).padStart(digits, '0');

const escapeUnits = (text: string, introducer: string): string =>
  text
    .split('')
    .map((unit) => introducer + toHex(unit.charCodeAt(0), 4))
    .join('');

/** Encodings in which a secret may leak. */
const ENCODINGS: Readonly<Record<string, Encode>> = {
  raw: (text) => [text],
  'URL-encoded': (text) => [
    encodeURIComponent(text),
    encodeURIComponent(text).replace(/%../g, (code) => code.toLowerCase()),
  ],
  'form-encoded': (text) => [new URLSearchParams([['k', text]]).toString().slice(2)],
  'JSON-escaped': (text) => [JSON.stringify(text).slice(1, -1)],
  'JSON-escaped twice': (text) => [JSON.stringify(JSON.stringify(text)).slice(3, -3)],
  base64: (text) => [0, 1, 2].map((offset) => base64Core(text, offset, 'base64')),
  base64url: (text) => [0, 1, 2].map((offset) => base64Core(text, offset, 'base64url')),
  hex: (text) => [bytes(text).toString('hex'), bytes(text).toString('hex').toUpperCase()],
  'HTML-escaped': (text) => [text.replace(/[&<>"']/g, (letter) => HTML[letter] ?? letter)],
  'URL-encoded twice': (text) => [encodeURIComponent(encodeURIComponent(text))],
  'every byte percent-encoded': (text) => [[...bytes(text)].map((byte) => `%${toHex(byte, 2)}`).join('')],
  'letters escaped in JSON': (text) => [escapeUnits(text, '\\u')],
  'letters escaped in JSON, in JSON': (text) => [escapeUnits(text, '\\\\u')],
  'numeric entities': (text) => [[...text].map((letter) => `&#${letter.codePointAt(0)};`).join('')],
  'hexadecimal entities': (text) => [[...text].map((letter) => `&#x${toHex(letter.codePointAt(0) ?? 0)};`).join('')],
};

/** Texts that reveal a canary, with their encodings. */
const GIVEAWAYS = Object.entries(CANARIES).flatMap(([name, text]) =>
  Object.entries(ENCODINGS).flatMap(([encoding, encode]) =>
    encode(text).map((found) => ({ what: `${name}, ${encoding}`, found })),
  ),
);

/** Returns the canaries in a text with their encodings. */
export const findLeaks = (text: string): string[] => [
  ...new Set(GIVEAWAYS.filter(({ found }) => text.includes(found)).map(({ what }) => what)),
];

const WHOLE: Readonly<Record<string, Encode>> = {
  ...ENCODINGS,
  base64: (text) => ['', 'u', 'u:'].map((before) => bytes(`${before}${text}`).toString('base64')),
  base64url: (text) => ['', 'u', 'u:'].map((before) => bytes(`${before}${text}`).toString('base64url')),
};

/** Lists all encodings of a text, for tests of the search and for vendors that echo secrets. */
export const listEncoded = (text: string): readonly (readonly [string, string])[] =>
  Object.entries(WHOLE).flatMap(([encoding, encode]) => encode(text).map((found) => [encoding, found] as const));
