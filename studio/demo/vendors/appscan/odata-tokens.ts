/** Value in a comparable form. */
export type Literal = string | number | boolean | null;

/** Type of a field or literal; `null` is compatible with every type. */
export type Type = 'string' | 'datetime' | 'guid' | 'number' | 'boolean' | 'null';

export type Token =
  | { readonly kind: 'word'; readonly text: string }
  | { readonly kind: 'literal'; readonly type: Type; readonly value: Literal }
  | { readonly kind: 'punctuation'; readonly text: '(' | ')' | ',' };

/** Error for a filter with invalid syntax or an unknown name. */
export class FilterError extends Error {}

const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?![\w-])/i;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,12})?)?(Z|[+-]\d\d:\d\d)(?![\w:])/i;
const NUMBER = /^-?\d+(\.\d+)?(?![\w-])/;
const STRING = /^'((?:[^']|'')*)'/;
const WORD = /^[A-Za-z_]\w*/;

/** Splits a filter into tokens. Strings are quoted; instants and GUIDs are not. Throws FilterError. */
export const tokenize = (text: string): Token[] => {
  const tokens: Token[] = [];
  let rest = text.trimStart();
  while (rest !== '') {
    const { token, length } = next(rest);
    tokens.push(token);
    rest = rest.slice(length).trimStart();
  }
  return tokens;
};

/** Converts an instant to text that sorts by time: UTC with seven fraction digits. Returns undefined for other text. */
export const sortable = (text: string): string | undefined => {
  if (!INSTANT.test(text)) return undefined;
  const fraction = /\.(\d+)/.exec(text)?.[1] ?? '';
  const whole = Date.parse(text.replace(/\.\d+/, ''));
  return Number.isNaN(whole)
    ? undefined
    : `${new Date(whole).toISOString().slice(0, 19)}.${fraction.padEnd(7, '0').slice(0, 7)}Z`;
};

const next = (rest: string): { token: Token; length: number } => {
  const first = rest[0];
  if (first === '(' || first === ')' || first === ',')
    return { token: { kind: 'punctuation', text: first }, length: 1 };
  const quoted = STRING.exec(rest);
  if (quoted) return literal('string', (quoted[1] ?? '').replaceAll("''", "'"), quoted[0]);
  const instant = INSTANT.exec(rest)?.[0];
  if (instant !== undefined) return literal('datetime', sortable(instant) ?? fail('invalid date'), instant);
  const guid = GUID.exec(rest)?.[0];
  if (guid !== undefined) return literal('guid', guid.toLowerCase(), guid);
  const number = NUMBER.exec(rest)?.[0];
  if (number !== undefined) return literal('number', Number(number), number);
  const word = WORD.exec(rest)?.[0] ?? fail(`unexpected '${first}'`);
  if (word === 'null') return literal('null', null, word);
  if (word === 'true' || word === 'false') return literal('boolean', word === 'true', word);
  return { token: { kind: 'word', text: word }, length: word.length };
};

const literal = (type: Type, value: Literal, { length }: string): { token: Token; length: number } => ({
  token: { kind: 'literal', type, value },
  length,
});

const fail = (message: string): never => {
  throw new FilterError(message);
};
