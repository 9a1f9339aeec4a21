import { type FieldKind, getField } from './fields.ts';
import { type Entity, joinQueries, listConjuncts, type Query, type Test } from './query.ts';
import { removeField } from './without.ts';

const NUMBERS: ReadonlySet<FieldKind> = new Set(['integer', 'number']);

function createTest(entity: Entity, field: string, value: string | number): Test {
  const kind = getField(entity, field)?.kind ?? 'text';
  return NUMBERS.has(kind)
    ? { kind: 'number', op: '=', value: Number(value) }
    : { kind: 'equals', text: String(value) };
}

const isSameTest = (one: Test, other: Test) => JSON.stringify(one) === JSON.stringify(other);

/** Returns true for tests that a click creates. */
const isSingle = (test: Test) => test.kind === 'equals' || (test.kind === 'number' && test.op === '=');

const listTests = (test: Test): readonly Test[] => (test.kind === 'any' ? test.of : [test]);

const listTestsOn = (query: Query, entity: Entity, field: string): readonly Test[] =>
  listConjuncts(query).flatMap((one) =>
    one.kind === 'term' && one.entity === entity && one.field === field ? listTests(one.test) : [],
  );

/** Returns true if a click on a facet's value would remove it. */
export const hasValue = (query: Query, entity: Entity, field: string, value: string | number): boolean =>
  listTestsOn(query, entity, field).some((test) => isSameTest(test, createTest(entity, field, value)));

/**
 * Returns the query after a click on a facet's value: adds it as an alternative, or removes it if present. Replaces
 * other conditions on the field, such as a range.
 */
export function toggleValue(query: Query, entity: Entity, field: string, value: string | number): Query {
  const clicked = createTest(entity, field, value);
  const chosen = listTestsOn(query, entity, field);
  const others = chosen.filter((test) => !isSameTest(test, clicked) && isSingle(test));
  const left = chosen.some((test) => isSameTest(test, clicked)) ? others : [...others, clicked];
  const [first] = left;
  const rest = removeField(query, entity, field);
  if (first === undefined) return rest;
  const test: Test = left.length === 1 ? first : { kind: 'any', of: left };
  return joinQueries('and', [...listConjuncts(rest), { kind: 'term', entity, field, test }]);
}
