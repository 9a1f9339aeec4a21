import { hash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRedactor } from '../../../engine/base/secret/index.ts';
import { pickRows, scaleRuns } from '../../setup/suite.ts';

const lowerPercent = (text: string) => text.replace(/%../g, (code) => code.toLowerCase());
const strict = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

const escapeUnits = (text: string) =>
  text
    .split('')
    .map((c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
const escapeBytes = (text: string) =>
  [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');

/** The encodings, each by an independent encoder of the platform. */
const ENCODINGS: Readonly<Record<string, (text: string) => string>> = {
  raw: (text) => text,
  'URL-encoded, upper case': encodeURIComponent,
  'URL-encoded, lower case': (text) => lowerPercent(encodeURIComponent(text)),
  'URL-encoded, strictly': strict,
  'form-encoded': (text) => new URLSearchParams([['k', text]]).toString().slice(2),
  'JSON-escaped': (text) => JSON.stringify(text).slice(1, -1),
  'JSON-escaped, ASCII only': (text) =>
    text
      .split('')
      .map((c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)
      .join(''),
  'HTML-escaped': (text) =>
    text.replace(
      /[&<>"']/g,
      (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c] ?? `&#${c.charCodeAt(0)};`,
    ),
  'HTML-escaped, all of it': (text) => [...text].map((c) => `&#x${c.codePointAt(0)?.toString(16)};`).join(''),
  'base64, offset 0': (text) => Buffer.from(text).toString('base64').replace(/=+$/, ''),
  'base64, offset 1': (text) => Buffer.from(`u${text}`).toString('base64').slice(2).replace(/.=+$/, ''),
  'base64, offset 2': (text) => Buffer.from(`u:${text}`).toString('base64').slice(3).replace(/.=+$/, ''),
  'JSON-escaped, ASCII only, twice': (text) => escapeUnits(text).replaceAll('\\', '\\\\'),
  'JSON-escaped in part, then URL-encoded': (text) =>
    encodeURIComponent(escapeUnits(text.slice(0, 2)) + JSON.stringify(text.slice(2)).slice(1, -1)),
  'URL-encoded twice': (text) => encodeURIComponent(encodeURIComponent(text)),
  'URL-encoded, every byte': escapeBytes,
  'URL-encoded twice, every byte': (text) => encodeURIComponent(escapeBytes(text)),
  'HTML-escaped in decimal': (text) => [...text].map((c) => `&#${c.codePointAt(0)};`).join(''),
  'HTML-escaped twice': (text) => [...text].map((c) => `&amp;#${c.codePointAt(0)};`).join(''),
  base64url: (text) => Buffer.from(text).toString('base64url'),
  'hex, lower case': (text) => Buffer.from(text).toString('hex'),
  'hex, upper case': (text) => Buffer.from(text).toString('hex').toUpperCase(),
};

const wellFormed = fc.string({ unit: 'binary', minLength: 4, maxLength: 40 }).filter((text) => text.isWellFormed());
// A secret that is part of the mark itself occurs in every redacted text.
const secrets = wellFormed.filter((text) => text.length >= 4 && !'[secret]'.includes(text));
const surroundings = fc.string({ unit: 'grapheme', maxLength: 20 });

describe.each(Object.entries(ENCODINGS))('%s', (_, encode) => {
  test('is never left in a text', () => {
    fc.assert(
      fc.property(secrets, surroundings, surroundings, (secret, before, after) => {
        const encoded = encode(secret);
        expect(createRedactor([secret])(before + encoded + after).replaceAll('[secret]', '')).not.toContain(encoded);
      }),
      { numRuns: scaleRuns(100) },
    );
  });
});

test('redaction is idempotent', () => {
  const pieces = fc.array(fc.oneof(surroundings, fc.constantFrom('[secret]', 'secr', '[sec', 'cret]x')));
  const anySecrets = fc.array(fc.oneof(wellFormed, fc.constantFrom('secr', 'secret', '[secret]x', 'ret]x', 'a', 'ab')));
  fc.assert(
    fc.property(anySecrets, pieces, (known, parts) => {
      const redact = createRedactor(known);
      const text = parts.join('') + known.join('');
      expect(redact(redact(text))).toBe(redact(text));
    }),
    { numRuns: scaleRuns(100) },
  );
});

test.each([
  ['a password in a URL', ['p@ss w/rd'], 'https://h/?k=p%40ss+w%2Frd&x=1', 'https://h/?k=[secret]&x=1'],
  [
    'in a Basic header',
    ['s3cr3t!!'],
    `Basic ${Buffer.from('user:s3cr3t!!').toString('base64')}`,
    'Basic dXNlcj[secret]',
  ],
  ['the longer of two', ['token', 'token-and-more'], 'x token-and-more y', 'x [secret] y'],
  ['a text that holds none', ['abcdef'], 'nothing here', 'nothing here'],
  ['short, in the middle of a word', ['ab'], 'cabbage', 'cabbage'],
  ['short, standing alone', ['ab'], 'key=ab&x', 'key=[secret]&x'],
  ['empty', [''], 'anything', 'anything'],
  ['characters that mean something in a pattern', ['a.b*c(d'], 'axbxc(d a.b*c(d', 'axbxc(d [secret]'],
  ['a secret that holds the mark', ['x[secret]y'], 'x[secret]y', '[secret]'],
])('%s', (_, known, text, expected) => {
  expect(createRedactor(known)(text)).toBe(expected);
});

test('a token that is added later is redacted from then on', () => {
  const redact = createRedactor(['first-one']);
  expect(redact('first-one second-one')).toBe('[secret] second-one');
  redact.add('second-one');
  expect(redact('first-one second-one')).toBe('[secret] [secret]');
});

/** So many pieces of text, no two of them alike. */
const unlike = (count: number, piece: (at: number) => string) =>
  Array.from({ length: count }, (_, at) => piece(at)).join('');
const digest = (at: number) => hash('sha256', String(at), 'base64');

/** Keys and tokens as long as they get, and what is worst for a pattern. */
const LONG: Readonly<Record<string, string>> = {
  'a token of 20 kB': `eyJhbGciOiJIUzI1NiJ9.${unlike(450, digest)}`,
  'a key of 60 lines': unlike(60, (at) => `${digest(at)}+/\n`),
  'a secret that every encoding lengthens': unlike(800, (at) => `漢"&\\😀${at}`),
  'a secret just short enough for one pattern': unlike(512, (at) => String.fromCodePoint(0x1f300 + at)),
};

describe.each(Object.entries(LONG))('%s', (_, secret) => {
  test.each(pickRows(Object.entries(ENCODINGS), 3))('is nowhere in a text, %s', (_name, encode) => {
    expect(createRedactor(['short-one', secret])(`before ${encode(secret)}, behind`)).toMatch(
      /^before .?\[secret\],? behind$/,
    );
  });
});

test('handles as many tokens as a day of logins creates', () => {
  const redact = createRedactor([]);
  const tokens = Array.from({ length: scaleRuns(50) }, (_, at) => `token-${at}-${'abcdef0123456789'.repeat(100)}`);
  for (const token of tokens) redact.add(token);
  expect(redact(tokens.join(' '))).toBe(tokens.map(() => '[secret]').join(' '));
});

test('a secret of backslashes and percent signs does not slow it down', () => {
  const redact = createRedactor(['\\'.repeat(200), '%'.repeat(200), '%25'.repeat(100)]);
  const text = `${'\\'.repeat(350)}x${'%25'.repeat(350)}x`;
  expect(redact(text).length).toBeLessThan(text.length);
});
