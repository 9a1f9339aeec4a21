import { didYouMean } from '../../manifest/meant.ts';
import type { Field } from './fields.ts';
import { type Moment, parseMoment } from './moment.ts';
import type { Comparison, Test } from './query.ts';
import type { Scalar } from './scan.ts';
import type { Operator, Value } from './syntax.ts';

/** A value that a field does not take: what is wrong and what to do. */
export interface Refusal {
  readonly refused: Scalar;
  readonly problem: string;
  readonly fix: string;
}

const refuse = (refused: Scalar, problem: string, fix: string): Refusal => ({ refused, problem, fix });

/** Whether a value was refused. */
export const isRefusal = (read: object): read is Refusal => 'refused' in read;

const isPrefix = ({ form, text }: Scalar) => form === 'bare' && text.length > 1 && text.endsWith('*');
const isAnything = ({ form, text }: Scalar) => form === 'bare' && text === '*';

function knownWord({ values, capitals }: Field, text: string): string | undefined {
  if (values) return values.find((value) => value.toLowerCase() === text.toLowerCase());
  return capitals ? text.replaceAll(/[a-z]/g, (letter) => letter.toUpperCase()) : undefined;
}

function wordTest(field: Field, value: Scalar): Test | Refusal {
  const known = knownWord(field, value.text);
  if (known !== undefined) return { kind: 'equals', text: known };
  if (!field.values) return { kind: 'same', text: value.text };
  return refuse(
    value,
    'there is no such value',
    `Choose among: ${field.values.join(', ')}.${didYouMean(value.text.toUpperCase(), field.values)}`,
  );
}

function textTest(field: Field, value: Scalar): Test | Refusal {
  const { form, text } = value;
  if (text === '')
    return refuse(value, 'there is nothing between the quotes', 'Write * for any value, or not … for none.');
  if (form === 'exact') return { kind: 'equals', text };
  if (isPrefix(value)) return { kind: 'prefix', text: text.slice(0, -1) };
  return field.kind === 'word' && form === 'bare' ? wordTest(field, value) : { kind: 'contains', text };
}

// The columns of whole numbers have 32 bits in PostgreSQL.
const LARGEST = 2 ** 31 - 1;

function numberOf(field: Field, value: Scalar): number | Refusal {
  const named = field.words?.[value.text.toLowerCase()];
  if (named !== undefined) return named;
  if (!/^-?\d+(?:\.\d+)?$/.test(value.text)) {
    const names = field.words ? ` or one of: ${Object.keys(field.words).join(', ')}` : '';
    return refuse(
      value,
      'this is not a number',
      `Write a number such as 4${names}.${didYouMean(value.text, Object.keys(field.words ?? {}))}`,
    );
  }
  const number = Number(value.text) || 0;
  if (field.kind === 'integer' && !Number.isInteger(number))
    return refuse(value, 'only whole numbers stand there', 'Write a whole number, or a range such as [3 .. 5].');
  if (Math.abs(number) > LARGEST) return refuse(value, 'the number is too large', `Write a number up to ${LARGEST}.`);
  return number;
}

function momentOf(value: Scalar): Moment | Refusal {
  return (
    parseMoment(value.text) ??
    refuse(
      value,
      'this is not a time',
      'Write a day (2025-03-01), a month, a year, a time (2025-03-01T12:00:00Z), or now-7d (units: s m h d w M y).',
    )
  );
}

type Ordered = 'integer' | 'number' | 'time';

const isOrdered = (field: Field): field is Field & { kind: Ordered } =>
  ['integer', 'number', 'time'].includes(field.kind);

function orderedTest(field: Field, op: Comparison, value: Scalar): Test | Refusal {
  if (isPrefix(value))
    return refuse(value, '* stands for the rest of a text', 'Write a number or a time, or a range such as [3 .. 5].');
  if (field.kind === 'time') {
    const moment = momentOf(value);
    return isRefusal(moment) ? moment : { kind: 'time', op, value: moment };
  }
  const number = numberOf(field, value);
  return typeof number === 'number' ? { kind: 'number', op, value: number } : number;
}

function oneTest(field: Field, op: Operator, value: Scalar): Test | Refusal {
  const isEqual = op === ':' || op === '=' || op === '!=';
  if (isAnything(value))
    return isEqual
      ? { kind: 'present' }
      : refuse(value, 'nothing is larger or smaller than any value', 'Write a value, or field:*.');
  if (isOrdered(field)) return orderedTest(field, isEqual ? '=' : op, value);
  if (!isEqual)
    return refuse(
      value,
      'texts are not larger or smaller than one another',
      'Use field:"…" (contains), field:`…` (exact) or field:abc* (prefix).',
    );
  return op === ':' || (field.kind === 'word' && value.form === 'bare')
    ? textTest(field, value)
    : textTest(field, { ...value, form: 'exact' });
}

function rangeTest(field: Field, { from, to }: Value & { kind: 'range' }): Test | Refusal {
  if (!isOrdered(field)) return refuse(from, 'texts have no ranges', 'Use a list: [a, b].');
  if (field.kind === 'time') {
    const [first, last] = [isAnything(from) ? undefined : momentOf(from), isAnything(to) ? undefined : momentOf(to)];
    if (first && isRefusal(first)) return first;
    if (last && isRefusal(last)) return last;
    return { kind: 'times', from: first, to: last };
  }
  const [first, last] = [
    isAnything(from) ? undefined : numberOf(field, from),
    isAnything(to) ? undefined : numberOf(field, to),
  ];
  if (typeof first === 'object') return first;
  if (typeof last === 'object') return last;
  return { kind: 'numbers', from: first, to: last };
}

function listTest(field: Field, op: Operator, values: readonly Scalar[]): Test | Refusal {
  const of: Test[] = [];
  for (const value of values) {
    const test = oneTest(field, op, value);
    if (isRefusal(test)) return test;
    of.push(test);
  }
  return { kind: 'any', of };
}

/** A value as it was written → what it asks of the field, `!=` as `=`; a refusal when the field does not take it. */
export function testOf(field: Field, op: Operator, value: Value): Test | Refusal {
  if (value.kind === 'one') return oneTest(field, op, value.of);
  if (!(op === ':' || op === '=' || op === '!=')) {
    const refused = value.kind === 'list' ? value.of[0] : value.from;
    if (refused) return refuse(refused, 'a list or a range cannot be compared', `Use field:[…].`);
  }
  return value.kind === 'list' ? listTest(field, op, value.of) : rangeTest(field, value);
}
