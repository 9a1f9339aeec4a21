/** Finds the decimals of one key in a JSON text. */
export type ExactKey = RegExp;

/** Decimals of up to this many characters survive as doubles. */
const SAFE_LENGTH = 16;

/** Compiles the search for the decimals of a key. A key within a string has backslashes before its quotes. */
export const compileExactKey = (key: string): ExactKey => {
  const name = JSON.stringify(key).replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  return new RegExp(`(${name}\\s*:\\s*)(-?\\d+\\.\\d+)(?![\\d.eE])`, 'g');
};

/** Quotes the decimals of a key that a double would round. Leaves syntax errors for `JSON.parse` to report. */
export const quoteDecimals = (text: string, key: ExactKey): string =>
  text.replace(key, (all: string, before: string, literal: string) =>
    literal.length > SAFE_LENGTH && String(Number(literal)) !== literal ? `${before}"${literal}"` : all,
  );
