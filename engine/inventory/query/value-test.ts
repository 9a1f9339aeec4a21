import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Dialect } from './dialect.ts';
import { type Moment, type Span, spanOf } from './moment.ts';
import type { Comparison, Test } from './query.ts';

export type Condition = RawBuilder<SqlBool>;
export type Value = RawBuilder<unknown>;

/** How a value stands in the database: `millis` is a time as a number, `iso` one as text. */
export type As = 'text' | 'number' | 'millis' | 'iso';

/** Where and when a test is asked. */
export interface Asking {
  readonly dialect: Dialect;
  /** Epoch ms: what `now` means. */
  readonly now: number;
}

/** Several conditions as one, in brackets; none is true for `and`, false for `or`. */
export function together(word: 'and' | 'or', conditions: readonly Condition[]): Condition {
  const [first] = conditions;
  if (first === undefined) return word === 'and' ? sql`1 = 1` : sql`1 = 0`;
  return conditions.length === 1 ? first : sql`(${sql.join(conditions, word === 'and' ? sql` and ` : sql` or `)})`;
}

const escaped = (text: string) => text.replaceAll(/[\\%_]/g, '\\$&');
const small = (text: string) => text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());

const SIGNS: Readonly<Record<Comparison, RawBuilder<unknown>>> = {
  '=': sql`=`,
  '>': sql`>`,
  '>=': sql`>=`,
  '<': sql`<`,
  '<=': sql`<=`,
};

const EARLIEST = Date.parse('0000-01-01T00:00:00.000Z');
const LATEST = Date.parse('9999-12-31T23:59:59.999Z');

/** A limit as the value is: texts compare as times do between the years 0 and 9999. */
const limit = (at: number, as: As): number | string =>
  as === 'iso' ? new Date(Math.min(Math.max(at, EARLIEST), LATEST)).toISOString() : at;

function timeTest(value: Value, op: Comparison, { from, to }: Span, as: As): Condition {
  switch (op) {
    case '=':
      return sql`(${value} >= ${limit(from, as)} and ${value} < ${limit(to, as)})`;
    case '>':
      return sql`${value} >= ${limit(to, as)}`;
    case '>=':
      return sql`${value} >= ${limit(from, as)}`;
    case '<':
      return sql`${value} < ${limit(from, as)}`;
    case '<=':
      return sql`${value} < ${limit(to, as)}`;
  }
}

type Between = <End>(
  from: End | undefined,
  to: End | undefined,
  test: (op: '>=' | '<=', end: End) => Condition,
) => Condition[];

const ends: Between = (from, to, test) => [
  ...(from === undefined ? [] : [test('>=', from)]),
  ...(to === undefined ? [] : [test('<=', to)]),
];

/** A test of one value as SQL. Where the value is null, so is the answer, or it is false. */
export function valueTest(test: Test, { value, as }: { value: Value; as: As }, asking: Asking): Condition {
  const { dialect, now } = asking;
  const time = (op: Comparison, moment: Moment) => timeTest(value, op, spanOf(moment, now), as);
  const number = (op: Comparison, limit: number): Condition => sql`${value} ${SIGNS[op]} ${limit}`;
  switch (test.kind) {
    case 'contains':
      return dialect.like(value, `%${escaped(test.text)}%`);
    case 'prefix':
      return dialect.like(value, `${escaped(test.text)}%`);
    case 'same':
      return sql`${dialect.folded(value)} = ${small(test.text)}`;
    case 'equals':
      return sql`${value} = ${test.text}`;
    case 'present':
      return sql`${value} is not null`;
    case 'number':
      return number(test.op, test.value);
    case 'numbers':
      return together('and', [sql`${value} is not null`, ...ends(test.from, test.to, number)]);
    case 'time':
      return time(test.op, test.value);
    case 'times':
      return together('and', [sql`${value} is not null`, ...ends(test.from, test.to, time)]);
    case 'any':
      return together(
        'or',
        test.of.map((one) => valueTest(one, { value, as }, asking)),
      );
  }
}
