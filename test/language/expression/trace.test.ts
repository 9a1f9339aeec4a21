import { describe, expect, test } from 'vitest';
import { findReads, parseExpression, traceExpression } from '../../../engine/language/expression/index.ts';
import { scaleRuns } from '../../setup/suite.ts';
import { createCase } from './law/compare.ts';

const PROGRAMS = scaleRuns(4_000);
const FIRST_SEED = 31_000_000;

const parses = (source: string) => {
  try {
    return parseExpression(source) !== undefined;
  } catch {
    return false;
  }
};

/** The names on the way to a leaf, positions in lists left out. */
const namesOf = (pointer: string, input: unknown): string[] => {
  const names: string[] = [];
  let at = input;
  for (const token of pointer.slice(1).split('/')) {
    const name = token.replaceAll('~1', '/').replaceAll('~0', '~');
    if (!Array.isArray(at)) names.push(name);
    at = Object(at)[name];
  }
  return names;
};

// A value that the path cannot go into is read on the way.
const covers = (path: readonly string[], names: readonly string[]) =>
  path.slice(0, names.length).every((name, at) => names[at] === name);

describe('reads of an evaluation', () => {
  test('are a subset of the reads in its text', () => {
    const uncovered: string[] = [];
    let traced = 0;
    for (let seed = FIRST_SEED; seed < FIRST_SEED + PROGRAMS; seed += 1) {
      const { source, input, bindings } = createCase(seed);
      const trace = parses(source) ? traceExpression(source, () => 0)(input, bindings) : undefined;
      if (!trace || trace.reads.length === 0) continue;
      traced += 1;
      const { input: paths, wholeInput } = findReads(source);
      const missed = trace.reads.find(
        (pointer) => !wholeInput && !paths.some((path) => covers(path, namesOf(pointer, input))),
      );
      if (missed !== undefined) uncovered.push(`${seed}: ${source} read ${missed}, may read ${JSON.stringify(paths)}`);
    }
    expect(uncovered).toEqual([]);
    expect(traced).toBeGreaterThan(PROGRAMS / 10);
  });
});
