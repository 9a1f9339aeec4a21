import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { compileExpression, findReads } from '../../../engine/language/expression/index.ts';

const INDEX = new URL('../../../engine/language/expression/index.ts', import.meta.url).href;

describe('around an evaluation', () => {
  test('ignores keys added to Object.prototype', async () => {
    Object.defineProperty(Object.prototype, 'planted', {
      value: 1,
      enumerable: true,
      configurable: true,
      writable: true,
    });
    try {
      expect(await compileExpression('planted').evaluate({ a: 1 }, {})).toBeUndefined();
    } finally {
      Reflect.deleteProperty(Object.prototype, 'planted');
    }
  });

  test("a caller's variable goes before the built-in function of its name", async () => {
    const expression = compileExpression('$sum');
    expect(await expression.evaluate({}, { sum: 3 })).toBe(3);
    expect(await compileExpression('$sum([1, 2])').evaluate({}, {})).toBe(3);
    await expect(async () => compileExpression('$sum([1, 2])').evaluate({}, { sum: 3 })).rejects.toMatchObject({
      code: 'EXPRESSION_FAILED',
      details: { code: 'T1006' },
    });
  });

  test('uses the given clock', () => {
    const expression = compileExpression('$millis() & " " & $now()', { clock: () => 1_000 });
    expect(expression.evaluate({}, {})).toBe('1000 1970-01-01T00:00:01.000Z');
  });

  test('a compiled expression returns a value, one left to the interpreter a promise', async () => {
    expect(compileExpression('a.b').evaluate({ a: { b: 1 } }, {})).toBe(1);
    const left = compileExpression('[$x := 1, $x]');
    expect(left.fallback).toMatch(/:=/);
    expect(left.evaluate({}, {})).toBeInstanceOf(Promise);
    expect(await left.evaluate({}, {})).toEqual([1]);
  });

  test.each([
    ['($spaced := $pad([1, 2], ?); $spaced(true))', [1, 2]],
    ['$pad(missing, 1000000)', undefined],
    ['$exists($sum.$spread())', true],
    ['$reverse(/a/, ?)("x")', [null, null]],
    ['$exists([[$sum]].$spread())', true],
  ])('%s has the result of the interpreter', async (source, value) => {
    expect(await compileExpression(source).evaluate({}, {})).toEqual(value);
  });

  test('results are plain: no flags, other prototypes, or functions', async () => {
    const source = '{"list": items.size, "none": $sum, "merged": $merge([{"a": 1}]), "in": [$sum, 1]}';
    const value = await compileExpression(source).evaluate({ items: [{ size: 1 }, { size: 2 }] }, {});
    expect(value).toStrictEqual({ list: [1, 2], merged: { a: 1 }, in: [null, 1] });
  });

  test('an error has a position and a fix, and no value of the payload', async () => {
    const evaluated = async () => compileExpression('a + $number(b)').evaluate({ a: 1, b: 'secret-text' }, {});
    const error = await evaluated().catch((caught: unknown) => caught as Error & { fix: string; details: object });
    expect(error).toMatchObject({ code: 'EXPRESSION_FAILED', details: { code: 'D3030', position: 12 } });
    expect(`${error instanceof Error ? error.message : ''}`).not.toContain('secret-text');
  });

  test.each([
    ['a +', 'S0207', 3],
    ['a.(', 'S0203', 3],
    ['"a', 'S0101', 2],
    ['a[1', 'S0203', 3],
  ])('%s is a syntax error', (source, code, position) => {
    const compiled = () => compileExpression(source);
    expect(compiled).toThrow(
      expect.objectContaining({ code: 'EXPRESSION_SYNTAX', details: expect.objectContaining({ code, position }) }),
    );
  });

  test.each([
    ['choices', `${'b ? 1 : '.repeat(300)}2`, 2],
    ['defaults', `b${' ?? b'.repeat(300)} ?? 3`, 3],
    ['functions in functions', `${'function(){'.repeat(3_000)}0${'}'.repeat(3_000)}`, undefined],
    ['a long sum', `0${' + 1'.repeat(1_000)}`, 1_000],
    ['predicates in predicates', `${'a['.repeat(2_000)}0${']'.repeat(2_000)}`, undefined],
  ])('%s of any length are compiled or left to the interpreter', async (_, source, value) => {
    expect(await compileExpression(source).evaluate({ a: 1 }, {})).toBe(value);
  });

  test('reports expressions that are nested too deeply', () => {
    expect(() => findReads(`a${' & a'.repeat(50_000)}`)).toThrow(
      expect.objectContaining({ code: 'EXPRESSION_SYNTAX' }),
    );
  });

  test('reports and uses the interpreter where code generation is disabled', () => {
    const program = `import { compileExpression } from ${JSON.stringify(INDEX)};
      const expression = compileExpression('a.b & "!"');
      console.log(JSON.stringify([expression.fallback, await expression.evaluate({ a: { b: 1 } }, {})]));`;
    const args = ['--disallow-code-generation-from-strings', '--input-type=module', '--eval', program];
    const { stdout } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    expect(JSON.parse(stdout)).toEqual([expect.stringContaining('code from text'), '1!']);
  });
});
