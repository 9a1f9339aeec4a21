import { FilterError, type Literal, sortable, type Token, type Type, tokenize } from './odata-tokens.ts';

/** Returns the value of a field of one item. */
export type Field = (name: string) => unknown;

/** Compiled filter. */
export type Filter = (field: Field) => boolean;

type Ordered = string | number | boolean;

const ordered =
  (test: (a: Ordered, b: Ordered) => boolean) =>
  (a: Literal, b: Literal): boolean =>
    a !== null && b !== null && typeof a === typeof b && test(a, b);

const COMPARE: Readonly<Record<string, (a: Literal, b: Literal) => boolean>> = {
  eq: (a, b) => a === b,
  ne: (a, b) => a !== b,
  gt: ordered((a, b) => a > b),
  ge: ordered((a, b) => a >= b),
  lt: ordered((a, b) => a < b),
  le: ordered((a, b) => a <= b),
};

const TEXT: Readonly<Record<string, (text: string, part: string) => boolean>> = {
  contains: (text, part) => text.includes(part),
  startswith: (text, part) => text.startsWith(part),
  endswith: (text, part) => text.endsWith(part),
};

/** Compiles an OData `$filter` over items with these fields. Throws FilterError for invalid syntax and unknown names. */
export const compileFilter = (text: string, fields: ReadonlyMap<string, Type>): Filter => {
  const tokens = tokenize(text);
  let at = 0;

  const peek = (): Token | undefined => tokens[at];
  const isWord = (word: string): boolean => {
    const token = peek();
    return token?.kind === 'word' && token.text === word;
  };
  const take = (expected: string, isExpected: (token: Token) => boolean): Token => {
    const token = tokens[at++];
    if (token === undefined || !isExpected(token)) throw new FilterError(`expected ${expected}`);
    return token;
  };
  const punctuation = (text: string): Token =>
    take(`'${text}'`, (token) => token.kind === 'punctuation' && token.text === text);
  const joined = (word: string, part: () => Filter, join: (a: Filter, b: Filter) => Filter): Filter => {
    let left = part();
    while (isWord(word)) {
      at++;
      left = join(left, part());
    }
    return left;
  };

  const either = (): Filter => joined('or', all, (a, b) => (field) => a(field) || b(field));
  const all = (): Filter => joined('and', unary, (a, b) => (field) => a(field) && b(field));
  const unary = (): Filter => {
    if (!isWord('not')) return primary();
    at++;
    const inner = unary();
    return (field) => !inner(field);
  };
  const primary = (): Filter => {
    const token = peek();
    if (token?.kind === 'punctuation') {
      punctuation('(');
      const inner = either();
      punctuation(')');
      return inner;
    }
    const opens = tokens[at + 1];
    return opens?.kind === 'punctuation' && opens.text === '(' ? call() : comparison();
  };
  const fieldName = (): string => {
    const token = take('a field', ({ kind }) => kind === 'word');
    const name = token.kind === 'word' ? token.text : '';
    if (!fields.has(name)) throw new FilterError(`no field '${name}'`);
    return name;
  };
  // A quoted instant is a string and cannot be compared with an instant.
  const value = (name: string): Literal => {
    const token = take('a value', ({ kind }) => kind === 'literal');
    if (token.kind !== 'literal') return null;
    if (token.type !== 'null' && token.type !== fields.get(name))
      throw new FilterError(`'${name}' is not of type ${token.type}`);
    return token.value;
  };
  const call = (): Filter => {
    const token = take('a function', ({ kind }) => kind === 'word');
    const test = own(TEXT, token.kind === 'word' ? token.text : '');
    punctuation('(');
    const name = fieldName();
    punctuation(',');
    const part = value(name);
    punctuation(')');
    if (typeof part !== 'string') throw new FilterError('expected a string');
    return (field) => test(String(field(name) ?? ''), part);
  };
  const comparison = (): Filter => {
    const name = fieldName();
    const operator = take('an operator', ({ kind }) => kind === 'word');
    const compare = own(COMPARE, operator.kind === 'word' ? operator.text : '');
    const right = value(name);
    return (field) => compare(comparable(field(name)), right);
  };

  const filter = either();
  if (at < tokens.length) throw new FilterError('unexpected text at the end');
  return filter;
};

const own = <T>(table: Readonly<Record<string, T>>, name: string): T => {
  const found = Object.hasOwn(table, name) ? table[name] : undefined;
  if (found === undefined) throw new FilterError(`unknown '${name}'`);
  return found;
};

/** Converts the value of an item to a literal for comparison. */
const comparable = (value: unknown): Literal => {
  if (typeof value === 'string') return sortable(value) ?? value;
  return typeof value === 'number' || typeof value === 'boolean' ? value : null;
};
