import { describe, expect, test } from 'vitest';
import { compileProgram } from '../../../engine/language/expression/compile.ts';
import { pickRows, scaleRuns } from '../../setup/suite.ts';
import { compareCase, createCase, type Verdict } from './law/compare.ts';
import { PLANTED_DEFECTS, withDefect } from './law/planted-defects.ts';

const PROGRAMS = scaleRuns(10_000);
const FIRST_SEED = 20_260_101;

interface Tally {
  readonly counts: Record<Verdict['kind'] | 'defined', number>;
  readonly unlike: readonly string[];
}

const tallyOf = async (from: number, count: number): Promise<Tally> => {
  const counts = { same: 0, unparsed: 0, static: 0, replayed: 0, unlike: 0, defined: 0 };
  const unlike: string[] = [];
  for (let seed = from; seed < from + count; seed += 1) {
    const one = createCase(seed);
    const verdict = await compareCase(one);
    counts[verdict.kind] += 1;
    if (verdict.kind === 'same' && verdict.defined) counts.defined += 1;
    if (verdict.kind === 'unlike')
      unlike.push(`${seed}: ${one.source}\n  jsonata ${verdict.interpreted}\n  mine  ${verdict.compiled}`);
  }
  return { counts, unlike };
};

describe('law: compiled code has the results of the interpreter', () => {
  test(`${PROGRAMS} random programs have the results of the interpreter`, { timeout: 120_000 }, async () => {
    const { counts, unlike } = await tallyOf(FIRST_SEED, PROGRAMS);
    expect(unlike).toEqual([]);
    // The law is void unless most programs parse, are compiled and have a result.
    expect(counts.defined).toBeGreaterThan(0.4 * PROGRAMS);
    expect(counts.unparsed + counts.static).toBeLessThan(0.05 * PROGRAMS);
  });
});

const MOST_TRIES = 20_000;

describe('the law finds planted defects', () => {
  test.each(pickRows(PLANTED_DEFECTS, 3))('$name', { timeout: 120_000 }, async (planted) => {
    const compile = withDefect(compileProgram, planted);
    let found: number | undefined;
    for (let seed = FIRST_SEED; found === undefined && seed < FIRST_SEED + MOST_TRIES; seed += 1) {
      const one = createCase(seed);
      const verdict = await compareCase(one, compile);
      if (verdict.kind !== 'unlike') continue;
      // Its own fault, not that of the program.
      expect((await compareCase(one)).kind).not.toBe('unlike');
      found = seed;
    }
    expect(found).toBeDefined();
  });
});
