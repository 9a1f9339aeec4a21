import { readdirSync, readFileSync } from 'node:fs';
import jsonata from 'jsonata';
import { describe, expect, test } from 'vitest';
import type { Ast, BinaryNode } from '../../../engine/language/expression/ast.ts';
import { BUILTIN_NAMES } from '../../../engine/language/expression/builtins.ts';
import { compileProgram } from '../../../engine/language/expression/compile.ts';
import { containsNode } from '../../../engine/language/expression/emit-scope.ts';
import { compileExpression } from '../../../engine/language/expression/index.ts';
import { parseExpression } from '../../../engine/language/expression/parse.ts';
import { toPlain } from '../../../engine/language/expression/plain.ts';
import { repairAst } from '../../../engine/language/expression/repair.ts';
import { refillBudget } from '../../../engine/language/expression/runtime/budget.ts';

/** One expression over `cases/input.json`: its value (none is nothing), or the code with which it fails. */
interface Case {
  readonly source: string;
  readonly value?: unknown;
  readonly code?: string;
}

const FOLDER = new URL('cases/', import.meta.url);
const read = (file: string): unknown => JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8'));

const INPUT = read('input.json');
const BINDINGS = { settings: { key: 'k' } };
const FILES = readdirSync(FOLDER).filter((file) => file !== 'input.json');
const CASES = FILES.flatMap((file) => (read(file) as Case[]).map((one) => ({ ...one, file })));

/**
 * Left to the interpreter, and why: `:=` in a constructor, and groups over an empty list, which the interpreter writes
 * into the input.
 */
const LEFT = new Set(['[$x := 1, $x]']);

const evaluateInterpreted = ({ source }: Case) => jsonata(source).evaluate(structuredClone(INPUT), BINDINGS);

const run = (source: string): { readonly value: unknown } | 'failed' | 'left' => {
  const compiled = compileProgram(parseExpression(source), Date.now);
  if ('reason' in compiled) return 'left';
  refillBudget();
  try {
    return { value: toPlain(compiled.run(INPUT, BINDINGS)) };
  } catch {
    return 'failed';
  }
};

describe.each(FILES)('%s', (file) => {
  const cases = CASES.filter((one) => one.file === file);

  test.each(cases.filter(({ code }) => code === undefined))('$source', async (one) => {
    expect(toPlain(await evaluateInterpreted(one))).toEqual(one.value);
    expect(run(one.source)).toEqual(LEFT.has(one.source) ? 'left' : { value: one.value });
    expect(await compileExpression(one.source).evaluate(INPUT, BINDINGS)).toEqual(one.value);
  });

  test.each(cases.filter(({ code }) => code !== undefined))('$source fails', async (one) => {
    await expect(evaluateInterpreted(one)).rejects.toMatchObject({ code: one.code });
    expect(run(one.source)).toBe('failed');
    const evaluated = async () => compileExpression(one.source).evaluate(INPUT, BINDINGS);
    await expect(evaluated()).rejects.toMatchObject({ code: 'EXPRESSION_FAILED', details: { code: one.code } });
  });
});

test('the cases do not change the input', () => {
  expect(INPUT).toEqual(read('input.json'));
});

const asts = CASES.map(({ source }) => parseExpression(source));

/** A usual argument, a missing one, and an edge or a failure: enough without JSONata's official suite. */
const FEWEST = 3;

test.each(BUILTIN_NAMES)('there are cases for $%s', (name) => {
  const of = asts.filter((ast) => containsNode(ast, (node) => node.type === 'variable' && node.value === name));
  expect(of.length).toBeGreaterThanOrEqual(FEWEST);
});

const OPERATORS: readonly BinaryNode['value'][] = [
  ...(['+', '-', '*', '/', '%', '=', '!=', '<', '<=', '>', '>='] as const),
  ...(['and', 'or', 'in', '&', '..'] as const),
];

test.each(OPERATORS)('there are cases for the operator %s', (operator) => {
  const of = asts.filter((ast) => containsNode(ast, (node) => node.type === 'binary' && node.value === operator));
  expect(of.length).toBeGreaterThanOrEqual(FEWEST);
});

const TYPES: readonly Ast['type'][] = [
  ...([
    'path',
    'binary',
    'unary',
    'condition',
    'block',
    'bind',
    'function',
    'partial',
    'lambda',
    'apply',
    'sort',
  ] as const),
  ...(['transform', 'parent', 'name', 'variable', 'wildcard', 'descendant', 'regex', 'operator'] as const),
  ...(['string', 'number', 'value'] as const),
];

test.each(TYPES)('there is a case with a node of type %s', (type) => {
  expect(asts.some((ast) => containsNode(ast, (node) => node.type === type))).toBe(true);
});

test('the built-ins are those of the installed jsonata', async () => {
  const source = readFileSync(new URL('../../../node_modules/jsonata/jsonata.js', import.meta.url), 'utf8');
  const bound = [...source.matchAll(/(?:staticFrame|environment)\.bind\('(\w+)'/g)].map(([, name]) => name);
  expect([...BUILTIN_NAMES].sort()).toEqual([...new Set(bound)].sort());
});

test.each([
  "$match('banana', /a/) ?? {}",
  "$match($string(($f := function($n){ $n <= 0 ? 'banana' : $map([$n - 1], $f) }; $f(0))), /a/) ?? {}",
  '($f := function($n){ $match($n, /a/) ?: $f($n) }; $f("banana"))',
])('keeps the regular expression in %s, which the interpreter would match forever', (source) => {
  const lost = (node: Ast) => node.type === 'regex' && !((node.value as unknown) instanceof RegExp);
  expect(containsNode(repairAst(jsonata(source).ast() as unknown as Ast), lost)).toBe(false);
});
