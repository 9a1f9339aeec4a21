import { type EngineError, engineError } from '../../base/errors/index.ts';

/** Position in a query's text that advances while scanning. */
export interface Scanner {
  readonly text: string;
  at: number;
}

/** One value as written. */
export interface Scalar {
  readonly form: 'bare' | 'quoted' | 'exact';
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

/** Characters that end an unquoted word; `:` and comparisons end a name, but not a value. */
const VALUE = /[^\s()[\],"`]/y;
const NAME = /[^\s()[\],"`:<>=!]/y;

const EXAMPLE = 'severity >= 4 and status:[NEW, ACTIVE] and name:"injection"';

/** Creates QUERY_SYNTAX at a position of the text. */
export const createQuerySyntaxError = (at: number, problem: string, fix = `Use this form: ${EXAMPLE}`): EngineError =>
  engineError('QUERY_SYNTAX', { position: at + 1, problem, fix });

export function skipSpace(scanner: Scanner): void {
  while (/\s/.test(scanner.text.charAt(scanner.at))) scanner.at += 1;
}

/** Consumes `token` if it is next, after optional whitespace. */
export function takeToken(scanner: Scanner, token: string): boolean {
  skipSpace(scanner);
  if (!scanner.text.startsWith(token, scanner.at)) return false;
  scanner.at += token.length;
  return true;
}

/** Consumes one of the keywords `and`, `or`, `not`, ignoring case, if it is the next whole word. */
export function takeWord(scanner: Scanner, word: string): boolean {
  skipSpace(scanner);
  const end = scanner.at + word.length;
  if (scanner.text.slice(scanner.at, end).toLowerCase() !== word) return false;
  const next = scanner.text.charAt(end);
  if (next !== '' && !/[\s()"`[]/.test(next)) return false;
  scanner.at = end;
  return true;
}

function readQuoted(scanner: Scanner, quote: string, form: 'quoted' | 'exact'): Scalar {
  const from = scanner.at;
  let text = '';
  for (let at = from + 1; at < scanner.text.length; at += 1) {
    const character = scanner.text.charAt(at);
    if (character === quote) {
      scanner.at = at + 1;
      return { form, text, from, to: scanner.at };
    }
    if (character === '\\' && /["`\\]/.test(scanner.text.charAt(at + 1))) at += 1;
    text += scanner.text.charAt(at);
  }
  throw createQuerySyntaxError(from, `unclosed ${quote}`, `Close it with another ${quote}.`);
}

function readBare(scanner: Scanner, character: RegExp): Scalar | undefined {
  const from = scanner.at;
  for (;;) {
    character.lastIndex = scanner.at;
    // Two dots denote a range and end the value before them.
    if (!character.test(scanner.text) || scanner.text.startsWith('..', scanner.at)) break;
    scanner.at += 1;
  }
  return scanner.at === from
    ? undefined
    : { form: 'bare', text: scanner.text.slice(from, scanner.at), from, to: scanner.at };
}

/** Scans the next value: quoted, in backticks, or an unquoted word; returns undefined if there is none. */
export function readScalar(scanner: Scanner, as: 'value' | 'name'): Scalar | undefined {
  skipSpace(scanner);
  const character = scanner.text.charAt(scanner.at);
  if (character === '"') return readQuoted(scanner, '"', 'quoted');
  if (character === '`') return readQuoted(scanner, '`', 'exact');
  return readBare(scanner, as === 'value' ? VALUE : NAME);
}
