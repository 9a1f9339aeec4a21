import { readFileSync } from 'node:fs';
import jsonata from 'jsonata';
import { describe, expect, test } from 'vitest';
import { isEngineError } from '../../../engine/base/errors/index.ts';
import { compileProgram } from '../../../engine/language/expression/compile.ts';
import { compileExpression } from '../../../engine/language/expression/index.ts';
import { parseExpression } from '../../../engine/language/expression/parse.ts';
import { toPlain } from '../../../engine/language/expression/plain.ts';
import { refillBudget } from '../../../engine/language/expression/runtime/budget.ts';
import { hasSuite, readSuiteCases, type SuiteCase } from './suite.ts';

if (!hasSuite)
  console.warn("SKIPPED: JSONata's official test suite. Set MAPWRIGHT_JSONATA_SUITE to its folder to run it.");

/** Cases of the suite that compiled code cannot evaluate. The list may only shrink. */
const RATCHET: readonly string[] = JSON.parse(readFileSync(new URL('suite-fallbacks.json', import.meta.url), 'utf8'));

const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, member]) => [key, sorted(member)]),
  );
};

const show = (value: unknown, unordered: boolean): string => {
  const canonical = sorted(toPlain(value));
  if (!unordered || !Array.isArray(canonical)) return JSON.stringify(canonical) ?? 'nothing';
  return JSON.stringify(canonical.map((member) => JSON.stringify(member)).sort());
};

const codeOf = (error: unknown) =>
  isEngineError(error) ? String(error.details['code'] ?? error.code) : String((error as { code?: unknown }).code);

const TOO_LONG = ['D1011', 'D1012', 'D2014', 'D2015', 'U1001'];

// Compiled code reports "too long" for all of jsonata's limits.
const isSameCode = (mine: string, theirs: string) =>
  theirs === 'undefined' || mine === theirs || (mine === 'EXPRESSION_TOO_LONG' && TOO_LONG.includes(theirs));

const expectCase = async ({ expected, unordered }: SuiteCase, evaluate: () => unknown) => {
  try {
    const value = await evaluate();
    expect('code' in expected ? `error ${expected.code}` : show(expected.value, unordered)).toBe(
      show(value, unordered),
    );
  } catch (error) {
    if (!('code' in expected)) throw error;
    expect(isSameCode(codeOf(error), expected.code), `${codeOf(error)} is not ${expected.code}`).toBe(true);
  }
};

const interpret = ({ expr, data, bindings, limits }: SuiteCase) =>
  jsonata(expr, limits).evaluate(structuredClone(data), bindings);

const evaluateCompiled = ({ expr, data, bindings }: SuiteCase) =>
  compileExpression(expr).evaluate(structuredClone(data), bindings);

const isCompiled = ({ expr, data, bindings }: SuiteCase): boolean => {
  const compiled = compileProgram(parseExpression(expr), Date.now);
  if ('reason' in compiled) return false;
  refillBudget();
  try {
    compiled.run(structuredClone(data), bindings);
    return true;
  } catch {
    return false;
  }
};

const parses = ({ expr }: SuiteCase): boolean => {
  try {
    return parseExpression(expr) !== undefined;
  } catch {
    return false;
  }
};

describe.skipIf(!hasSuite)("jsonata's own suite", () => {
  const cases = hasSuite ? readSuiteCases() : [];
  // Its codes for its own limits have changed since the cases were written, and compiled code has no such limits.
  const ours = cases.filter(({ limits }) => limits === undefined);

  test('is complete', () => expect(cases.length).toBeGreaterThan(1_000));

  test.each(ours)('the interpreter: $id', (one) => expectCase(one, () => interpret(one)));

  test.each(ours)('hybrid: $id', (one) => expectCase(one, () => evaluateCompiled(one)));

  test('falls back to the interpreter where the ratchet says, and in at most 1 % of the cases', () => {
    const answered = ours.filter((one) => parses(one) && 'value' in one.expected);
    const fallen = answered.filter((one) => !isCompiled(one)).map(({ id }) => id);
    expect(fallen).toEqual(RATCHET);
    expect(fallen.length).toBeLessThanOrEqual(0.01 * answered.length);
  });
});
