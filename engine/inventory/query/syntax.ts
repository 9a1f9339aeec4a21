import { formatSuggestion } from '../../base/suggestion/index.ts';
import { PREFIXES } from './fields.ts';
import type { Comparison, Entity } from './query.ts';
import {
  createQuerySyntaxError,
  readScalar,
  type Scalar,
  type Scanner,
  skipSpace,
  takeToken,
  takeWord,
} from './scan.ts';

/** Query as written, before names and values are resolved. */
export type Syntax =
  | { readonly kind: 'and' | 'or'; readonly of: readonly Syntax[] }
  | { readonly kind: 'not'; readonly of: Syntax }
  | { readonly kind: 'within'; readonly entity: Entity; readonly of: Syntax }
  | { readonly kind: 'field'; readonly name: Scalar; readonly op: Operator; readonly value: ValueSyntax }
  | { readonly kind: 'text'; readonly value: Scalar };

export type Operator = ':' | '!=' | Comparison;

export type ValueSyntax =
  | { readonly kind: 'one'; readonly of: Scalar }
  | { readonly kind: 'list'; readonly of: readonly Scalar[] }
  | { readonly kind: 'range'; readonly from: Scalar; readonly to: Scalar };

/** Longest first: `>` must not match the beginning of `>=`. */
const OPERATORS: readonly Operator[] = ['!=', '>=', '<=', ':', '=', '>', '<'];

// Far above what people write, and below the limits of the databases (depth of expressions, number of parameters).
const LONGEST = 8_000;
const DEEPEST = 40;
const MOST = 400;

const GROUPS = 'Close the bracket. Conditions are grouped by (…), inventory:(…) and findings:(…).';

interface SyntaxReader extends Scanner {
  depth: number;
  count: number;
}

function countTerm(reader: SyntaxReader, at: number): void {
  reader.count += 1;
  if (reader.count > MOST) throw createQuerySyntaxError(at, `more than ${MOST} values`, 'Use fewer values.');
}

function expectScalar(reader: SyntaxReader, expected: string): Scalar {
  const value = readScalar(reader, 'value');
  if (!value) throw createQuerySyntaxError(reader.at, `missing ${expected}`);
  countTerm(reader, value.from);
  return value;
}

function expectClose(reader: SyntaxReader, close: string, opened: number, meant = ''): void {
  if (takeToken(reader, close)) return;
  const rest = reader.at >= reader.text.length ? 'the end of the query' : `"${reader.text.charAt(reader.at)}"`;
  throw createQuerySyntaxError(
    reader.at,
    `expected ${close} to close the bracket at character ${opened + 1}, got ${rest}`,
    GROUPS + meant,
  );
}

function readBracketed(reader: SyntaxReader, close: ']' | ')', name: string): ValueSyntax {
  const opened = reader.at - 1;
  const first = expectScalar(reader, 'value');
  if (close === ']' && takeToken(reader, '..')) {
    const to = expectScalar(reader, 'end of the range');
    expectClose(reader, close, opened);
    return { kind: 'range', from: first, to };
  }
  const of = [first];
  while (takeToken(reader, ',') || (close === ')' && takeWord(reader, 'or'))) of.push(expectScalar(reader, 'value'));
  expectClose(reader, close, opened, formatSuggestion(name, Object.keys(PREFIXES)));
  return { kind: 'list', of };
}

function readValue(reader: SyntaxReader, name: string): ValueSyntax {
  if (takeToken(reader, '[')) return readBracketed(reader, ']', name);
  if (takeToken(reader, '(')) return readBracketed(reader, ')', name);
  return { kind: 'one', of: expectScalar(reader, 'value') };
}

function readDeeper(reader: SyntaxReader, read: () => Syntax): Syntax {
  reader.depth += 1;
  if (reader.depth > DEEPEST)
    throw createQuerySyntaxError(reader.at, `brackets are nested more than ${DEEPEST} levels deep`);
  const syntax = read();
  reader.depth -= 1;
  return syntax;
}

function readGroup(reader: SyntaxReader): Syntax {
  const opened = reader.at - 1;
  const inner = readDeeper(reader, () => readOr(reader));
  expectClose(reader, ')', opened);
  return inner;
}

const readOperator = (reader: SyntaxReader): Operator | undefined =>
  OPERATORS.find((operator) => takeToken(reader, operator));

function readTermOrText(reader: SyntaxReader): Syntax {
  const name = readScalar(reader, 'name');
  if (!name)
    throw createQuerySyntaxError(
      reader.at,
      reader.at < reader.text.length ? 'expected a condition' : 'missing condition at the end',
    );
  countTerm(reader, name.from);
  if (name.form !== 'bare') return { kind: 'text', value: name };
  const end = reader.at;
  const operator = readOperator(reader);
  if (!operator) {
    reader.at = end;
    return { kind: 'text', value: name };
  }
  const entity = PREFIXES[name.text.toLowerCase()];
  if (entity && operator === ':' && takeToken(reader, '(')) return { kind: 'within', entity, of: readGroup(reader) };
  // `severity:>=4` is the syntax of other tools.
  const op = (operator === ':' && readOperator(reader)) || operator;
  return { kind: 'field', name, op, value: readValue(reader, name.text) };
}

function readFactor(reader: SyntaxReader): Syntax {
  if (takeWord(reader, 'not')) return { kind: 'not', of: readDeeper(reader, () => readFactor(reader)) };
  return takeToken(reader, '(') ? readGroup(reader) : readTermOrText(reader);
}

/** Returns true at the end of an `and`: the end of the text, a closing bracket, or an `or`. */
function isAtEnd(reader: SyntaxReader): boolean {
  skipSpace(reader);
  if (reader.at >= reader.text.length || reader.text.startsWith(')', reader.at)) return true;
  const before = reader.at;
  const isOr = takeWord(reader, 'or');
  reader.at = before;
  return isOr;
}

function readAnd(reader: SyntaxReader): Syntax {
  const of = [readFactor(reader)];
  // Adjacent conditions are joined by `and`.
  while (takeWord(reader, 'and') || !isAtEnd(reader)) of.push(readFactor(reader));
  return { kind: 'and', of };
}

function readOr(reader: SyntaxReader): Syntax {
  const of = [readAnd(reader)];
  while (takeWord(reader, 'or')) of.push(readAnd(reader));
  return { kind: 'or', of };
}

/** Parses the syntax of a query; returns undefined for an empty text. Throws QUERY_SYNTAX with the position. */
export function parseSyntax(text: string): Syntax | undefined {
  if (text.length > LONGEST)
    throw createQuerySyntaxError(LONGEST, `the query is longer than ${LONGEST} characters`, 'Shorten the query.');
  const odd = text.search(/[^\P{Cc}\s]/u);
  if (odd >= 0) throw createQuerySyntaxError(odd, 'control characters are not allowed', 'Remove it.');
  const reader: SyntaxReader = { text, at: 0, depth: 0, count: 0 };
  skipSpace(reader);
  if (reader.at === text.length) return undefined;
  const syntax = readOr(reader);
  skipSpace(reader);
  if (reader.at < text.length)
    throw createQuerySyntaxError(
      reader.at,
      `unmatched "${text.charAt(reader.at)}"`,
      'Remove it, or add an opening bracket.',
    );
  return syntax;
}
