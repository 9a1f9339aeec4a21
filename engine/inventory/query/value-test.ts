import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Dialect } from './dialect.ts';
import { type Moment, resolveSpan, type TimeSpan } from './moment.ts';
import type { Comparison, Test } from './query.ts';

export type SqlCondition = RawBuilder<SqlBool>;
export type SqlValue = RawBuilder<unknown>;

/** Representation of a value in the database: `millis` is a time as a number, `iso` one as text. */
export type ValueFormat = 'text' | 'number' | 'millis' | 'iso';

/** Context of a test. */
export interface TestContext {
  readonly dialect: Dialect;
  /** Value of `now` in epoch ms. */
  readonly now: number;
}

/** Joins conditions in parentheses; without any, `and` is true and `or` false. */
export function combineConditions(word: 'and' | 'or', conditions: readonly SqlCondition[]): SqlCondition {
  const [first] = conditions;
  if (first === undefined) return word === 'and' ? sql`1 = 1` : sql`1 = 0`;
  return conditions.length === 1 ? first : sql`(${sql.join(conditions, word === 'and' ? sql` and ` : sql` or `)})`;
}

export const escapeLike = (text: string) => text.replaceAll(/[\\%_]/g, '\\$&');
export const foldCase = (text: string) => text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());

const SIGNS: Readonly<Record<Comparison, RawBuilder<unknown>>> = {
  '=': sql`=`,
  '>': sql`>`,
  '>=': sql`>=`,
  '<': sql`<`,
  '<=': sql`<=`,
};

const EARLIEST = Date.parse('0000-01-01T00:00:00.000Z');
const LATEST = Date.parse('9999-12-31T23:59:59.999Z');

/** Converts a limit to the stored representation: between the years 0 and 9999 texts sort like times. */
const toLimit = (at: number, as: ValueFormat): number | string =>
  as === 'iso' ? new Date(Math.min(Math.max(at, EARLIEST), LATEST)).toISOString() : at;

function buildTimeTest(value: SqlValue, op: Comparison, { from, to }: TimeSpan, as: ValueFormat): SqlCondition {
  switch (op) {
    case '=':
      return sql`(${value} >= ${toLimit(from, as)} and ${value} < ${toLimit(to, as)})`;
    case '>':
      return sql`${value} >= ${toLimit(to, as)}`;
    case '>=':
      return sql`${value} >= ${toLimit(from, as)}`;
    case '<':
      return sql`${value} < ${toLimit(from, as)}`;
    case '<=':
      return sql`${value} < ${toLimit(to, as)}`;
  }
}

type Between = <End>(
  from: End | undefined,
  to: End | undefined,
  test: (op: '>=' | '<=', end: End) => SqlCondition,
) => SqlCondition[];

const testBounds: Between = (from, to, test) => [
  ...(from === undefined ? [] : [test('>=', from)]),
  ...(to === undefined ? [] : [test('<=', to)]),
];

/** Builds the SQL test of a value; null or false where the value is null. */
export function buildValueTest(
  test: Test,
  { value, as }: { value: SqlValue; as: ValueFormat },
  asking: TestContext,
): SqlCondition {
  const { dialect, now } = asking;
  const time = (op: Comparison, moment: Moment) => buildTimeTest(value, op, resolveSpan(moment, now), as);
  const number = (op: Comparison, limit: number): SqlCondition => sql`${value} ${SIGNS[op]} ${limit}`;
  switch (test.kind) {
    case 'contains':
      return dialect.like(value, `%${escapeLike(test.text)}%`);
    case 'prefix':
      return dialect.like(value, `${escapeLike(test.text)}%`);
    case 'same':
      return sql`${dialect.folded(value)} = ${foldCase(test.text)}`;
    case 'equals':
      return sql`${value} = ${test.text}`;
    case 'present':
      return sql`${value} is not null`;
    case 'number':
      return number(test.op, test.value);
    case 'numbers':
      return combineConditions('and', [sql`${value} is not null`, ...testBounds(test.from, test.to, number)]);
    case 'time':
      return time(test.op, test.value);
    case 'times':
      return combineConditions('and', [sql`${value} is not null`, ...testBounds(test.from, test.to, time)]);
    case 'any':
      return combineConditions(
        'or',
        test.of.map((one) => buildValueTest(one, { value, as }, asking)),
      );
  }
}
