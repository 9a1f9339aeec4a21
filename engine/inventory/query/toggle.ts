import { fieldOf, type Kind } from './fields.ts';
import { conjuncts, type Entity, joined, type Query, type Test } from './query.ts';
import { without } from './without.ts';

const NUMBERS: ReadonlySet<Kind> = new Set(['integer', 'number']);

function testFor(entity: Entity, field: string, value: string | number): Test {
  const kind = fieldOf(entity, field)?.kind ?? 'text';
  return NUMBERS.has(kind)
    ? { kind: 'number', op: '=', value: Number(value) }
    : { kind: 'equals', text: String(value) };
}

const same = (one: Test, other: Test) => JSON.stringify(one) === JSON.stringify(other);

/** Whether a test is one that a click makes. */
const isSingle = (test: Test) => test.kind === 'equals' || (test.kind === 'number' && test.op === '=');

const testsOf = (test: Test): readonly Test[] => (test.kind === 'any' ? test.of : [test]);

const testsOn = (query: Query, entity: Entity, field: string): readonly Test[] =>
  conjuncts(query).flatMap((one) =>
    one.kind === 'term' && one.entity === entity && one.field === field ? testsOf(one.test) : [],
  );

/** Whether a click on a facet's value would take it away. */
export const hasValue = (query: Query, entity: Entity, field: string, value: string | number): boolean =>
  testsOn(query, entity, field).some((test) => same(test, testFor(entity, field, value)));

/**
 * The query after a click on a facet's value: the value is one more that will do, or, where it was one, no longer is.
 * Other conditions on the field (a range, say) give way.
 */
export function toggleValue(query: Query, entity: Entity, field: string, value: string | number): Query {
  const clicked = testFor(entity, field, value);
  const chosen = testsOn(query, entity, field);
  const others = chosen.filter((test) => !same(test, clicked) && isSingle(test));
  const left = chosen.some((test) => same(test, clicked)) ? others : [...others, clicked];
  const [first] = left;
  const rest = without(query, entity, field);
  if (first === undefined) return rest;
  const test: Test = left.length === 1 ? first : { kind: 'any', of: left };
  return joined('and', [...conjuncts(rest), { kind: 'term', entity, field, test }]);
}
