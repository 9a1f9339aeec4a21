import fc from 'fast-check';
import {
  type Entity,
  getField,
  joinQueries,
  type Query,
  type QueryField,
  type Test,
} from '../../../engine/inventory/query/index.ts';
import { type Moment, parseMoment } from '../../../engine/inventory/query/moment.ts';
import { fieldNames } from './oracle.ts';

/** Few letters, so that much matches; and all that LIKE, quotes and JSON could stumble over. */
export const nastyText = fc
  .array(
    fc.constantFrom('a', 'A', 'b', 'é', 'É', '%', '_', '\\', '"', "'", '`', ' ', '{', ',', '*', '\u{1F600}', '$'),
    {
      minLength: 1,
      maxLength: 5,
    },
  )
  .map((letters) => letters.join(''));

const bareText = fc
  .array(fc.constantFrom('a', 'A', 'b', 'é', '%', '_', '\\'), { minLength: 1, maxLength: 3 })
  .map((all) => all.join(''));

export const instant = fc
  .integer({ min: Date.UTC(2025, 0, 1), max: Date.UTC(2025, 3, 1) })
  .map((ms) => new Date(ms - (ms % 3_600_000)).toISOString());

const moment: fc.Arbitrary<Moment> = fc
  .oneof(
    instant,
    instant.map((text) => text.slice(0, 10)),
    fc.constantFrom('2025', '2025-02', 'now', 'now-7d', 'now-3w', 'now-1M', 'now+2h', '2025-02-03 10:00'),
  )
  .map((text) => parseMoment(text) as Moment);

const op = fc.constantFrom('=', '>', '>=', '<', '<=');
const some = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: undefined });

function scalarTest({ kind, values, capitals, place }: QueryField): fc.Arbitrary<Test> {
  if (kind === 'integer' || kind === 'number') {
    const value =
      kind === 'integer' ? fc.integer({ min: -1, max: 6 }) : fc.integer({ min: -4, max: 40 }).map((n) => n / 4);
    return value.map((one) => ({ kind: 'number', op: '=', value: one }));
  }
  if (kind === 'time') return moment.map((value) => ({ kind: 'time', op: '=', value }));
  const text = values
    ? fc.constantFrom(...values)
    : capitals
      ? fc.constantFrom('CVE-2021-1', 'CWE-7', 'CWE-79')
      : nastyText;
  const isWord = kind === 'word' && !values && !capitals && 'column' in place;
  return fc.oneof(
    text.map((one): Test => ({ kind: 'contains', text: one })),
    text.map((one): Test => ({ kind: 'equals', text: one })),
    bareText.map((one): Test => ({ kind: 'prefix', text: one })),
    ...(isWord ? [bareText.map((one): Test => ({ kind: 'same', text: one }))] : []),
  );
}

function testFor(field: QueryField): fc.Arbitrary<Test> {
  const one = scalarTest(field);
  const always: fc.Arbitrary<Test>[] = [
    one,
    fc.constant({ kind: 'present' }),
    fc.array(one, { minLength: 1, maxLength: 3 }).map((of) => ({ kind: 'any', of })),
  ];
  if (field.kind === 'time') {
    always.push(fc.tuple(op, moment).map(([sign, value]): Test => ({ kind: 'time', op: sign, value })));
    always.push(fc.tuple(some(moment), some(moment)).map(([from, to]): Test => ({ kind: 'times', from, to })));
  } else if (field.kind === 'integer' || field.kind === 'number') {
    const number = fc.integer({ min: -1, max: 9 });
    always.push(fc.tuple(op, number).map(([sign, value]): Test => ({ kind: 'number', op: sign, value })));
    always.push(fc.tuple(some(number), some(number)).map(([from, to]): Test => ({ kind: 'numbers', from, to })));
  }
  return fc.oneof(...always);
}

const arbitraryTerm = (entity: Entity): fc.Arbitrary<Query> =>
  fc
    .constantFrom(...fieldNames(entity))
    .chain((field) =>
      testFor(getField(entity, field) as QueryField).map((test) => ({ kind: 'term', entity, field, test })),
    );

/** Any query that a text could be read as. */
export function anyQuery(entity: Entity, depth = 3): fc.Arbitrary<Query> {
  const other: Entity = entity === 'asset' ? 'finding' : 'asset';
  const leaf = fc.oneof(
    { weight: 4, arbitrary: arbitraryTerm(entity) },
    { weight: 1, arbitrary: arbitraryTerm(other) },
    { weight: 1, arbitrary: nastyText.map((text): Query => ({ kind: 'text', test: { kind: 'contains', text } })) },
  );
  if (depth === 0) return leaf;
  const inner = anyQuery(entity, depth - 1);
  const several = fc.array(inner, { minLength: 2, maxLength: 3 });
  return fc.oneof(
    leaf,
    fc.tuple(fc.constantFrom('and' as const, 'or' as const), several).map(([kind, of]) => joinQueries(kind, of)),
    inner.map((of): Query => ({ kind: 'not', of })),
    anyQuery(other, depth - 1).map((of): Query => ({ kind: 'within', entity: other, of })),
  );
}
