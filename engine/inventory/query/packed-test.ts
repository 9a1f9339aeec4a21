import { sql } from 'kysely';
import { SEPARATOR } from '../store/inventory/packed.ts';
import type { Test } from './query.ts';
import {
  buildValueTest,
  combineConditions,
  escapeLike,
  foldCase,
  type SqlCondition,
  type SqlValue,
  type TestContext,
} from './value-test.ts';

/** Condition on packed values only; most rows have one value, which this comparison rules out at once. */
const amongSeveral = (value: SqlValue, condition: SqlCondition): SqlCondition =>
  sql`(${value} >= ${sql.lit(SEPARATOR)} and ${condition})`;

/** Builds the SQL test of a column that may contain several packed values: any of them satisfies it. */
export function buildPackedTest(test: Test, value: SqlValue, context: TestContext): SqlCondition {
  const { dialect } = context;
  const single = () => buildValueTest(test, { value, as: 'text' }, context);
  switch (test.kind) {
    case 'any':
      return combineConditions(
        'or',
        test.of.map((one) => buildPackedTest(one, value, context)),
      );
    case 'contains':
      return test.text.includes(SEPARATOR) ? combineConditions('or', []) : single();
    case 'equals': {
      const whole = SEPARATOR + test.text + SEPARATOR;
      return combineConditions('or', [single(), amongSeveral(value, dialect.includes(value, whole))]);
    }
    case 'same': {
      const whole = SEPARATOR + foldCase(test.text) + SEPARATOR;
      return combineConditions('or', [single(), amongSeveral(value, dialect.includes(dialect.folded(value), whole))]);
    }
    case 'prefix': {
      const pattern = `%${SEPARATOR}${escapeLike(test.text)}%`;
      return combineConditions('or', [single(), amongSeveral(value, dialect.like(value, pattern))]);
    }
    default:
      return single();
  }
}
