import type { Ast, BinaryNode, BinaryOperator } from '../ast.ts';
import { type Code, join, js, quote } from '../code.ts';
import { can, KIND, only } from '../kinds.ts';
import { add, branch, emit, fresh, hold, type Scope, type Value } from '../scope.ts';
import { emitScalar } from './literal.ts';
import { truthOf } from './truth.ts';

type Operands = readonly [left: Value, right: Value];
type EmitOperator = (operands: Operands, scope: Scope, operator: Code) => Value;

const finiteTest = ({ code, kinds, literal }: Value): Code | undefined =>
  typeof literal === 'number'
    ? undefined
    : only(kinds, KIND.number)
      ? js`${code} - ${code} === 0`
      : js`typeof ${code} === 'number' && ${code} - ${code} === 0`;

const all = (tests: readonly (Code | undefined)[]): Code => {
  const needed = tests.filter((test) => test !== undefined);
  return needed.length > 0 ? join(needed, ' && ') : js`true`;
};

const arithmetic =
  (direct: (left: Code, right: Code) => Code): EmitOperator =>
  ([left, right], scope, operator) => {
    const test = all([finiteTest(left), finiteTest(right)]);
    const slow = js`calculate(${operator}, ${left.code}, ${right.code})`;
    return hold(scope, js`${test} ? ${direct(left.code, right.code)} : ${slow}`, KIND.number | KIND.nothing);
  };

const isOf = ({ code, kinds }: Value, type: 'number' | 'string'): Code | undefined =>
  only(kinds, type === 'number' ? KIND.number : KIND.text) ? undefined : js`typeof ${code} === ${quote(type)}`;

const comparison =
  (direct: (left: Code, right: Code) => Code): EmitOperator =>
  ([left, right], scope, operator) => {
    const numbers = all([isOf(left, 'number'), isOf(right, 'number')]);
    const texts = all([isOf(left, 'string'), isOf(right, 'string')]);
    const slow = js`compare(${operator}, ${left.code}, ${right.code})`;
    const test = js`(${numbers}) || (${texts})`;
    return hold(scope, js`${test} ? ${direct(left.code, right.code)} : ${slow}`, KIND.boolean | KIND.nothing);
  };

const isScalar = ({ literal }: Value) => literal !== undefined;
const isPrimitive = ({ kinds }: Value) => !can(kinds, KIND.object | KIND.list | KIND.sequence);
const missing = ({ code, kinds }: Value) => (can(kinds, KIND.nothing) ? js`${code} === undefined` : js`false`);

const equality: EmitOperator = ([left, right], scope) => {
  const same = js`${left.code} === ${right.code}`;
  if (isScalar(left) || isScalar(right)) return hold(scope, same, KIND.boolean);
  if (isPrimitive(left) || isPrimitive(right)) return hold(scope, js`${same} && !(${missing(left)})`, KIND.boolean);
  return hold(scope, js`equal(${left.code}, ${right.code})`, KIND.boolean);
};

const inequality: EmitOperator = ([left, right], scope) => {
  if (!isPrimitive(left) && !isPrimitive(right)) {
    return hold(scope, js`unequal(${left.code}, ${right.code})`, KIND.boolean);
  }
  const different = js`${left.code} !== ${right.code}`;
  return hold(scope, js`${different} && !(${missing(left)}) && !(${missing(right)})`, KIND.boolean);
};

const textOf = ({ code, kinds }: Value): Code => {
  if (only(kinds, KIND.text)) return code;
  return only(kinds, KIND.nothing) ? js`''` : js`(typeof ${code} === 'string' ? ${code} : text(${code}))`;
};

const concatenation: EmitOperator = ([left, right], scope) =>
  hold(scope, js`grown(${textOf(left)} + ${textOf(right)})`, KIND.text);

const range: EmitOperator = ([left, right], scope) =>
  hold(scope, js`range(${left.code}, ${right.code})`, KIND.list | KIND.sequence | KIND.nothing);

const inclusion: EmitOperator = ([left, right], scope) => {
  if (!can(right.kinds, KIND.list | KIND.sequence)) {
    return hold(scope, js`${left.code} === ${right.code} && !(${missing(left)})`, KIND.boolean);
  }
  return hold(scope, js`includes(${left.code}, ${right.code})`, KIND.boolean);
};

const EAGER: { readonly [O in Exclude<BinaryOperator, 'and' | 'or'>]: EmitOperator } = {
  '+': arithmetic((a, b) => js`${a} + ${b}`),
  '-': arithmetic((a, b) => js`${a} - ${b}`),
  '*': arithmetic((a, b) => js`${a} * ${b}`),
  '/': arithmetic((a, b) => js`${a} / ${b}`),
  '%': arithmetic((a, b) => js`${a} % ${b}`),
  '<': comparison((a, b) => js`${a} < ${b}`),
  '<=': comparison((a, b) => js`${a} <= ${b}`),
  '>': comparison((a, b) => js`${a} > ${b}`),
  '>=': comparison((a, b) => js`${a} >= ${b}`),
  '=': equality,
  '!=': inequality,
  '&': concatenation,
  '..': range,
  in: inclusion,
};

/** `a and b`, `a or b`: the right side only where it matters. */
const emitLogic = (node: BinaryNode, scope: Scope): Value => {
  const left = truthOf(emit(node.lhs, scope), scope);
  const right = branch(scope);
  const value = truthOf(emit(node.rhs, right), right);
  const code = fresh(scope.unit);
  const isNeeded = node.value === 'and' ? js`${code}` : js`!${code}`;
  add(scope, js`let ${code} = ${left};`, js`if (${isNeeded}) {`, ...right.lines, js`${code} = ${value};`, js`}`);
  return { code, kinds: KIND.boolean };
};

const MOST_CHOICES = 24;

/** The members of a literal list of texts and numbers, which `in` compares one by one. */
const choicesOf = (node: Ast): readonly Value[] | undefined => {
  if (node.type !== 'unary' || node.value !== '[' || node.predicate || node.group) return undefined;
  if (node.expressions.length > MOST_CHOICES) return undefined;
  const choices = node.expressions.map((one) =>
    (one.type === 'string' || one.type === 'number') && !one.predicate && !one.group ? emitScalar(one) : undefined,
  );
  return choices.every((choice) => choice !== undefined) ? choices : undefined;
};

const emitChoice = (node: BinaryNode, choices: readonly Value[], scope: Scope): Value => {
  const left = emit(node.lhs, scope);
  const tests = choices.map(({ code }) => js`${left.code} === ${code}`);
  return hold(scope, tests.length > 0 ? join(tests, ' || ') : js`false`, KIND.boolean);
};

/** Any operator with two sides. */
export const emitBinary = (node: BinaryNode, scope: Scope): Value => {
  if (node.value === 'and' || node.value === 'or') return emitLogic(node, scope);
  const choices = node.value === 'in' ? choicesOf(node.rhs) : undefined;
  if (choices) return emitChoice(node, choices, scope);
  const left = emit(node.lhs, scope);
  const right = emit(node.rhs, scope);
  return EAGER[node.value]([left, right], scope, quote(node.value));
};
