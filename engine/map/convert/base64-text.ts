// Shorter than this, ordinary words pass for base64.
const SHORTEST = 24;
const ALPHABET = /^[A-Za-z0-9+/]+={0,2}$/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/;

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });

const utf8 = (bytes: Uint8Array) => {
  try {
    return UTF8.decode(bytes);
  } catch {
    return undefined;
  }
};

/** The text that `text` encodes, or undefined where it is not strictly the base64 of readable UTF-8. */
export const base64Text = (text: string): string | undefined => {
  if (text.length < SHORTEST || text.length % 4 !== 0 || !ALPHABET.test(text)) return undefined;
  const bytes = Buffer.from(text, 'base64');
  if (bytes.toString('base64') !== text) return undefined;
  const decoded = utf8(bytes);
  return decoded === undefined || CONTROL.test(decoded) ? undefined : decoded;
};
