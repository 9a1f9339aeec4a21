import { isObject, type Json, toPointer } from '../../base/json/index.ts';
import type { Expected } from './expected.generated.ts';

/** Difference between the expected and the actual outcome. A value is undefined if it does not exist. */
export interface Difference {
  readonly pointer: string;
  readonly expected: Json | undefined;
  readonly got: Json | undefined;
}

function* diffValues(
  expected: Json | undefined,
  got: Json | undefined,
  path: readonly (string | number)[],
): Generator<Difference> {
  if (isObject(expected) && isObject(got)) {
    for (const key of new Set([...Object.keys(expected), ...Object.keys(got)]))
      yield* diffValues(expected[key], got[key], [...path, key]);
  } else if (Array.isArray(expected) && Array.isArray(got)) {
    for (let at = 0; at < Math.max(expected.length, got.length); at += 1)
      yield* diffValues(expected[at], got[at], [...path, at]);
  } else if (expected !== got) {
    yield { pointer: toPointer(path), expected, got };
  }
}

/** Returns the differences between an outcome and the expected one, in document order. */
export const compareOutcome = (expected: Expected, got: Expected): Difference[] => {
  const { $schema: _, ...content } = expected as Expected & { $schema?: string };
  return [...diffValues(content as unknown as Json, got as unknown as Json, [])];
};
