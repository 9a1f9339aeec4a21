import { formatSuggestion } from '../../base/suggestion/index.ts';
import type { QueryField } from './fields.ts';
import { type Moment, parseMoment } from './moment.ts';
import type { Comparison, Test } from './query.ts';
import type { Scalar } from './scan.ts';
import type { Operator, ValueSyntax } from './syntax.ts';

/** Rejected value of a field: the problem and the fix. */
export interface ValueRefusal {
  readonly refused: Scalar;
  readonly problem: string;
  readonly fix: string;
}

const createRefusal = (refused: Scalar, problem: string, fix: string): ValueRefusal => ({ refused, problem, fix });

/** Returns true if a value was rejected. */
export const isRefusal = (read: object): read is ValueRefusal => 'refused' in read;

const isPrefix = ({ form, text }: Scalar) => form === 'bare' && text.length > 1 && text.endsWith('*');
const isAnything = ({ form, text }: Scalar) => form === 'bare' && text === '*';

function findKnownWord({ values, capitals }: QueryField, text: string): string | undefined {
  if (values) return values.find((value) => value.toLowerCase() === text.toLowerCase());
  return capitals ? text.replaceAll(/[a-z]/g, (letter) => letter.toUpperCase()) : undefined;
}

function resolveWord(field: QueryField, value: Scalar): Test | ValueRefusal {
  const known = findKnownWord(field, value.text);
  if (known !== undefined) return { kind: 'equals', text: known };
  if (!field.values) return { kind: 'same', text: value.text };
  return createRefusal(
    value,
    'unknown value',
    `Use one of: ${field.values.join(', ')}.${formatSuggestion(value.text.toUpperCase(), field.values)}`,
  );
}

function resolveText(field: QueryField, value: Scalar): Test | ValueRefusal {
  const { form, text } = value;
  if (text === '') return createRefusal(value, 'the quoted text is empty', 'Use * for any value, or not … for none.');
  if (form === 'exact') return { kind: 'equals', text };
  if (isPrefix(value)) return { kind: 'prefix', text: text.slice(0, -1) };
  return field.kind === 'word' && form === 'bare' ? resolveWord(field, value) : { kind: 'contains', text };
}

// Integer columns have 32 bits in PostgreSQL.
const LARGEST = 2 ** 31 - 1;

function parseNumber(field: QueryField, value: Scalar): number | ValueRefusal {
  const named = field.words?.[value.text.toLowerCase()];
  if (named !== undefined) return named;
  if (!/^-?\d+(?:\.\d+)?$/.test(value.text)) {
    const names = field.words ? ` or one of: ${Object.keys(field.words).join(', ')}` : '';
    return createRefusal(
      value,
      'not a number',
      `Use a number such as 4${names}.${formatSuggestion(value.text, Object.keys(field.words ?? {}))}`,
    );
  }
  const number = Number(value.text) || 0;
  if (field.kind === 'integer' && !Number.isInteger(number))
    return createRefusal(value, 'not an integer', 'Use an integer, or a range such as [3 .. 5].');
  if (Math.abs(number) > LARGEST)
    return createRefusal(value, 'the number is too large', `Use a number up to ${LARGEST}.`);
  return number;
}

function parseMomentValue(value: Scalar): Moment | ValueRefusal {
  return (
    parseMoment(value.text) ??
    createRefusal(
      value,
      'not a time',
      'Use a day (2025-03-01), a month, a year, a time (2025-03-01T12:00:00Z), or now-7d (units: s m h d w M y).',
    )
  );
}

type Ordered = 'integer' | 'number' | 'time';

const isOrdered = (field: QueryField): field is QueryField & { kind: Ordered } =>
  ['integer', 'number', 'time'].includes(field.kind);

function resolveOrdered(field: QueryField, op: Comparison, value: Scalar): Test | ValueRefusal {
  if (isPrefix(value))
    return createRefusal(value, '* is only supported in text', 'Use a number or a time, or a range such as [3 .. 5].');
  if (field.kind === 'time') {
    const moment = parseMomentValue(value);
    return isRefusal(moment) ? moment : { kind: 'time', op, value: moment };
  }
  const number = parseNumber(field, value);
  return typeof number === 'number' ? { kind: 'number', op, value: number } : number;
}

function resolveOne(field: QueryField, op: Operator, value: Scalar): Test | ValueRefusal {
  const isEqual = op === ':' || op === '=' || op === '!=';
  if (isAnything(value))
    return isEqual ? { kind: 'present' } : createRefusal(value, '* cannot be compared', 'Use a value, or field:*.');
  if (isOrdered(field)) return resolveOrdered(field, isEqual ? '=' : op, value);
  if (!isEqual)
    return createRefusal(
      value,
      'text cannot be compared',
      'Use field:"…" (contains), field:`…` (exact) or field:abc* (prefix).',
    );
  return op === ':' || (field.kind === 'word' && value.form === 'bare')
    ? resolveText(field, value)
    : resolveText(field, { ...value, form: 'exact' });
}

function resolveRange(field: QueryField, { from, to }: ValueSyntax & { kind: 'range' }): Test | ValueRefusal {
  if (!isOrdered(field)) return createRefusal(from, 'text fields do not support ranges', 'Use a list: [a, b].');
  if (field.kind === 'time') {
    const [first, last] = [
      isAnything(from) ? undefined : parseMomentValue(from),
      isAnything(to) ? undefined : parseMomentValue(to),
    ];
    if (first && isRefusal(first)) return first;
    if (last && isRefusal(last)) return last;
    return { kind: 'times', from: first, to: last };
  }
  const [first, last] = [
    isAnything(from) ? undefined : parseNumber(field, from),
    isAnything(to) ? undefined : parseNumber(field, to),
  ];
  if (typeof first === 'object') return first;
  if (typeof last === 'object') return last;
  return { kind: 'numbers', from: first, to: last };
}

function resolveList(field: QueryField, op: Operator, values: readonly Scalar[]): Test | ValueRefusal {
  const of: Test[] = [];
  for (const value of values) {
    const test = resolveOne(field, op, value);
    if (isRefusal(test)) return test;
    of.push(test);
  }
  return { kind: 'any', of };
}

/** Resolves a written value to a test of the field (`!=` like `=`), or a refusal if the field does not accept it. */
export function resolveTest(field: QueryField, op: Operator, value: ValueSyntax): Test | ValueRefusal {
  if (value.kind === 'one') return resolveOne(field, op, value.of);
  if (!(op === ':' || op === '=' || op === '!=')) {
    const refused = value.kind === 'list' ? value.of[0] : value.from;
    if (refused) return createRefusal(refused, 'lists and ranges cannot be compared', `Use field:[…].`);
  }
  return value.kind === 'list' ? resolveList(field, op, value.of) : resolveRange(field, value);
}
