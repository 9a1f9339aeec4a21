import { didYouMean } from '../../manifest/meant.ts';
import { PREFIXES } from './fields.ts';
import type { Comparison, Entity } from './query.ts';
import { type Scalar, type Scanner, scalarAt, skipSpace, syntaxError, take, takeWord } from './scan.ts';

/** A query as it was written: names and values are not looked up yet. */
export type Syntax =
  | { readonly kind: 'and' | 'or'; readonly of: readonly Syntax[] }
  | { readonly kind: 'not'; readonly of: Syntax }
  | { readonly kind: 'within'; readonly entity: Entity; readonly of: Syntax }
  | { readonly kind: 'field'; readonly name: Scalar; readonly op: Operator; readonly value: Value }
  | { readonly kind: 'text'; readonly value: Scalar };

export type Operator = ':' | '!=' | Comparison;

export type Value =
  | { readonly kind: 'one'; readonly of: Scalar }
  | { readonly kind: 'list'; readonly of: readonly Scalar[] }
  | { readonly kind: 'range'; readonly from: Scalar; readonly to: Scalar };

/** The longest first: `>` must not take what begins `>=`. */
const OPERATORS: readonly Operator[] = ['!=', '>=', '<=', ':', '=', '>', '<'];

// What a person writes is far below these; above them a database's own limits are near (depth of expressions, variables).
const LONGEST = 8_000;
const DEEPEST = 40;
const MOST = 400;

const GROUPS = 'Close the bracket. Conditions are grouped by (…), inventory:(…) and findings:(…).';

interface Reader extends Scanner {
  depth: number;
  count: number;
}

function counted(reader: Reader, at: number): void {
  reader.count += 1;
  if (reader.count > MOST) throw syntaxError(at, `there are more than ${MOST} values`, 'Ask for less at once.');
}

function scalar(reader: Reader, expected: string): Scalar {
  const value = scalarAt(reader, 'value');
  if (!value) throw syntaxError(reader.at, `${expected} is missing`);
  counted(reader, value.from);
  return value;
}

function closed(reader: Reader, close: string, opened: number, meant = ''): void {
  if (take(reader, close)) return;
  const rest = reader.at >= reader.text.length ? 'the query ends' : `"${reader.text.charAt(reader.at)}" stands`;
  throw syntaxError(
    reader.at,
    `${rest} where ${close} should close the bracket at character ${opened + 1}`,
    GROUPS + meant,
  );
}

function bracketed(reader: Reader, close: ']' | ')', name: string): Value {
  const opened = reader.at - 1;
  const first = scalar(reader, 'a value');
  if (close === ']' && take(reader, '..')) {
    const to = scalar(reader, 'the end of the range');
    closed(reader, close, opened);
    return { kind: 'range', from: first, to };
  }
  const of = [first];
  while (take(reader, ',') || (close === ')' && takeWord(reader, 'or'))) of.push(scalar(reader, 'a value'));
  closed(reader, close, opened, didYouMean(name, Object.keys(PREFIXES)));
  return { kind: 'list', of };
}

function valueAt(reader: Reader, name: string): Value {
  if (take(reader, '[')) return bracketed(reader, ']', name);
  if (take(reader, '(')) return bracketed(reader, ')', name);
  return { kind: 'one', of: scalar(reader, 'the value') };
}

function deeper(reader: Reader, read: () => Syntax): Syntax {
  reader.depth += 1;
  if (reader.depth > DEEPEST) throw syntaxError(reader.at, `brackets are nested more than ${DEEPEST} deep`);
  const syntax = read();
  reader.depth -= 1;
  return syntax;
}

function group(reader: Reader): Syntax {
  const opened = reader.at - 1;
  const inner = deeper(reader, () => either(reader));
  closed(reader, ')', opened);
  return inner;
}

const operatorAt = (reader: Reader): Operator | undefined => OPERATORS.find((operator) => take(reader, operator));

function termOrText(reader: Reader): Syntax {
  const name = scalarAt(reader, 'name');
  if (!name)
    throw syntaxError(
      reader.at,
      reader.at < reader.text.length ? 'a condition should begin here' : 'a condition is missing at the end',
    );
  counted(reader, name.from);
  if (name.form !== 'bare') return { kind: 'text', value: name };
  const end = reader.at;
  const operator = operatorAt(reader);
  if (!operator) {
    reader.at = end;
    return { kind: 'text', value: name };
  }
  const entity = PREFIXES[name.text.toLowerCase()];
  if (entity && operator === ':' && take(reader, '(')) return { kind: 'within', entity, of: group(reader) };
  // `severity:>=4` is what users of other tools write.
  const op = (operator === ':' && operatorAt(reader)) || operator;
  return { kind: 'field', name, op, value: valueAt(reader, name.text) };
}

function factor(reader: Reader): Syntax {
  if (takeWord(reader, 'not')) return { kind: 'not', of: deeper(reader, () => factor(reader)) };
  return take(reader, '(') ? group(reader) : termOrText(reader);
}

/** Nothing more of an `and`: the end, a closing bracket, or an `or`. */
function isOver(reader: Reader): boolean {
  skipSpace(reader);
  if (reader.at >= reader.text.length || reader.text.startsWith(')', reader.at)) return true;
  const before = reader.at;
  const isOr = takeWord(reader, 'or');
  reader.at = before;
  return isOr;
}

function both(reader: Reader): Syntax {
  const of = [factor(reader)];
  // Conditions that stand side by side are joined by `and`.
  while (takeWord(reader, 'and') || !isOver(reader)) of.push(factor(reader));
  return { kind: 'and', of };
}

function either(reader: Reader): Syntax {
  const of = [both(reader)];
  while (takeWord(reader, 'or')) of.push(both(reader));
  return { kind: 'or', of };
}

/** A query's text → what was written; undefined for an empty one. Throws QUERY_SYNTAX with the place. */
export function parseSyntax(text: string): Syntax | undefined {
  if (text.length > LONGEST)
    throw syntaxError(LONGEST, `the query is longer than ${LONGEST} characters`, 'Ask for less at once.');
  const odd = text.search(/[^\P{Cc}\s]/u);
  if (odd >= 0) throw syntaxError(odd, 'there is a control character', 'Remove it.');
  const reader: Reader = { text, at: 0, depth: 0, count: 0 };
  skipSpace(reader);
  if (reader.at === text.length) return undefined;
  const syntax = either(reader);
  skipSpace(reader);
  if (reader.at < text.length)
    throw syntaxError(reader.at, `"${text.charAt(reader.at)}" closes nothing`, 'Remove it, or open a bracket before.');
  return syntax;
}
