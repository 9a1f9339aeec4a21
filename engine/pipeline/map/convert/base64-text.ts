import { isUtf8 } from 'node:buffer';

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
export const decodeBase64Text = (text: string): string | undefined => {
  if (text.length < MIN_LENGTH || text.length % 4 !== 0 || !ALPHABET.test(text) || !isCanonical(text)) return undefined;
  const bytes = Buffer.from(text, 'base64');
  if (!isUtf8(bytes)) return undefined;
  const decoded = bytes.toString();
  return CONTROL.test(decoded) ? undefined : decoded;
};
