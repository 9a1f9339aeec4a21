import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileMap, type MapOutcome } from '../../../engine/pipeline/map/index.ts';
import { compileSchemaCheck } from '../../../engine/pipeline/map/validate.ts';
import { scaleRuns } from '../../setup/suite.ts';
import { ITEM, SCOPE, SPEC } from './fixture.ts';

const map = compileMap(SPEC);
const check = compileSchemaCheck(SPEC.schema);

/** Values that vendors may send anywhere. */
const anyLeaf = fc.oneof(
  fc.constantFrom<unknown>(
    undefined,
    null,
    '',
    ' ',
    0,
    -1,
    1.5,
    5,
    '5',
    true,
    false,
    [],
    {},
    [null],
    ['a', 'b'],
    [[1]],
    { a: 1 },
  ),
  fc.constantFrom<unknown>(
    'High',
    'open',
    'In progress',
    'v3',
    '443',
    '2025-02-30',
    1700000000,
    'CVE-2021-44228',
    'CWE-0',
  ),
  fc.constantFrom<unknown>(
    'a\u0000b',
    '\ud800',
    '\u200b',
    'ÿ',
    '😀',
    '<br>',
    '__proto__',
    2 ** 60,
    Number.POSITIVE_INFINITY,
  ),
  fc.jsonValue({ maxDepth: 2 }),
);

const KEYS = Object.keys(ITEM) as (keyof typeof ITEM)[];

const anyItem = fc
  .array(fc.tuple(fc.constantFrom(...KEYS, 'detail.severity', 'detail.status'), anyLeaf), { maxLength: 4 })
  .map((changes) => {
    const item: Record<string, unknown> = structuredClone(ITEM);
    for (const [key, value] of changes) {
      const [holder, leaf] = key.split('.');
      const inner = item[holder ?? ''];
      if (leaf === undefined) item[key] = value;
      else if (typeof inner === 'object' && inner !== null && !Array.isArray(inner)) Reflect.set(inner, leaf, value);
    }
    return item;
  });

const anything = fc.oneof({ weight: 20, arbitrary: anyItem }, { weight: 1, arbitrary: fc.jsonValue() });

const says = (value: unknown): boolean => {
  if (value === undefined || value === null || value === '') return false;
  return typeof value !== 'object' || (Object.keys(value).length > 0 && Object.values(value).every(says));
};

describe('laws of the map', () => {
  test('the generated function equals the JSONata interpreter, enum tables and schema in sequence', async () => {
    await fc.assert(
      fc.asyncProperty(anything, async (item) => {
        const quick = await map.map(item, SCOPE);
        const slow = await map.mapInterpreted(item, SCOPE);
        expect(JSON.stringify(quick)).toBe(JSON.stringify(slow));
      }),
      { numRuns: scaleRuns(3_000) },
    );
  });

  test('each item is mapped, rejected or skipped; the input does not change; a repetition has the same result', async () => {
    const counts: Record<MapOutcome['kind'], number> = { record: 0, reject: 0, skipped: 0 };
    let read = 0;
    await fc.assert(
      fc.asyncProperty(anything, async (item) => {
        const before = JSON.stringify(item);
        const outcome = await map.map(item, SCOPE);
        counts[outcome.kind] += 1;
        read += 1;
        expect(JSON.stringify(item)).toBe(before);
        expect(await map.map(item, SCOPE)).toEqual(outcome);
      }),
      { numRuns: scaleRuns(2_000) },
    );
    expect(counts.record + counts.reject + counts.skipped).toBe(read);
    for (const count of Object.values(counts)) expect(count).toBeGreaterThan(0);
  });

  test('a record is valid and contains no empty values', async () => {
    await fc.assert(
      fc.asyncProperty(anyItem, async (item) => {
        const outcome = await map.map(item, SCOPE);
        if (outcome.kind !== 'record') return;
        expect(check(outcome.record)).toBe(true);
        expect(says(outcome.record)).toBe(true);
        expect(outcome.identity).toBe(outcome.record['externalFindingId']);
      }),
    );
  });

  test('a reject has a code, two sentences and a pointer to an existing or missing value', async () => {
    await fc.assert(
      fc.asyncProperty(anyItem, async (item) => {
        const outcome = await map.map(item, SCOPE);
        if (outcome.kind !== 'reject') return;
        expect(outcome).toMatchObject({
          code: expect.stringMatching(/^[A-Z_]+$/),
          message: expect.any(String),
          fix: expect.any(String),
        });
        expect(outcome.pointer).toMatch(/^(?:\/[^/]+)*$/);
      }),
    );
  });
});
