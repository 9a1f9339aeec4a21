/** A text from outside as a terminal may get it: control and invisible characters, which could move its cursor, are spelled out. */
export const escapeForTerminal = (text: string): string =>
  text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);
