// Zero-width characters, the soft hyphen, the byte order mark, and control characters other than tab and line feed.
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const INVISIBLE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2060\ufeff]/g;

/** Removes invisible characters. Keeps line feeds and tabs; CR LF becomes LF. */
export const stripInvisible = (text: string): string => text.replace(INVISIBLE, '');
