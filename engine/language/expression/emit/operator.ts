import type { Ast, BinaryNode, BinaryOperator } from '../ast.ts';
import { type Code, joinCode, js, quoteText } from '../code.ts';
import {
  addLines,
  bindValue,
  branchScope,
  createName,
  type EmitScope,
  type EmittedValue,
  emit,
} from '../emit-scope.ts';
import { canBe, isOnly, KIND } from '../kinds.ts';
import { emitScalar } from './literal.ts';
import { emitTruthTest } from './truth.ts';

type Operands = readonly [left: EmittedValue, right: EmittedValue];
type EmitOperator = (operands: Operands, scope: EmitScope, operator: Code) => EmittedValue;

const emitFiniteTest = ({ code, kinds, literal }: EmittedValue): Code | undefined =>
  typeof literal === 'number'
    ? undefined
    : isOnly(kinds, KIND.number)
      ? js`${code} - ${code} === 0`
      : js`typeof ${code} === 'number' && ${code} - ${code} === 0`;

const joinTests = (tests: readonly (Code | undefined)[]): Code => {
  const needed = tests.filter((test) => test !== undefined);
  return needed.length > 0 ? joinCode(needed, ' && ') : js`true`;
};

const createArithmetic =
  (direct: (left: Code, right: Code) => Code): EmitOperator =>
  ([left, right], scope, operator) => {
    const test = joinTests([emitFiniteTest(left), emitFiniteTest(right)]);
    const slow = js`calculate(${operator}, ${left.code}, ${right.code})`;
    return bindValue(scope, js`${test} ? ${direct(left.code, right.code)} : ${slow}`, KIND.number | KIND.nothing);
  };

const emitTypeTest = ({ code, kinds }: EmittedValue, type: 'number' | 'string'): Code | undefined =>
  isOnly(kinds, type === 'number' ? KIND.number : KIND.text) ? undefined : js`typeof ${code} === ${quoteText(type)}`;

const createComparison =
  (direct: (left: Code, right: Code) => Code): EmitOperator =>
  ([left, right], scope, operator) => {
    const numbers = joinTests([emitTypeTest(left, 'number'), emitTypeTest(right, 'number')]);
    const texts = joinTests([emitTypeTest(left, 'string'), emitTypeTest(right, 'string')]);
    const slow = js`compare(${operator}, ${left.code}, ${right.code})`;
    const test = js`(${numbers}) || (${texts})`;
    return bindValue(scope, js`${test} ? ${direct(left.code, right.code)} : ${slow}`, KIND.boolean | KIND.nothing);
  };

const isScalar = ({ literal }: EmittedValue) => literal !== undefined;
const isPrimitive = ({ kinds }: EmittedValue) => !canBe(kinds, KIND.object | KIND.list | KIND.sequence);
const emitMissingTest = ({ code, kinds }: EmittedValue) =>
  canBe(kinds, KIND.nothing) ? js`${code} === undefined` : js`false`;

const emitEquality: EmitOperator = ([left, right], scope) => {
  const same = js`${left.code} === ${right.code}`;
  if (isScalar(left) || isScalar(right)) return bindValue(scope, same, KIND.boolean);
  if (isPrimitive(left) || isPrimitive(right))
    return bindValue(scope, js`${same} && !(${emitMissingTest(left)})`, KIND.boolean);
  return bindValue(scope, js`equal(${left.code}, ${right.code})`, KIND.boolean);
};

const emitInequality: EmitOperator = ([left, right], scope) => {
  if (!isPrimitive(left) && !isPrimitive(right)) {
    return bindValue(scope, js`unequal(${left.code}, ${right.code})`, KIND.boolean);
  }
  const different = js`${left.code} !== ${right.code}`;
  return bindValue(
    scope,
    js`${different} && !(${emitMissingTest(left)}) && !(${emitMissingTest(right)})`,
    KIND.boolean,
  );
};

const emitText = ({ code, kinds }: EmittedValue): Code => {
  if (isOnly(kinds, KIND.text)) return code;
  return isOnly(kinds, KIND.nothing) ? js`''` : js`(typeof ${code} === 'string' ? ${code} : text(${code}))`;
};

const emitConcatenation: EmitOperator = ([left, right], scope) =>
  bindValue(scope, js`grown(${emitText(left)} + ${emitText(right)})`, KIND.text);

const emitRange: EmitOperator = ([left, right], scope) =>
  bindValue(scope, js`range(${left.code}, ${right.code})`, KIND.list | KIND.sequence | KIND.nothing);

const emitInclusion: EmitOperator = ([left, right], scope) => {
  if (!canBe(right.kinds, KIND.list | KIND.sequence)) {
    return bindValue(scope, js`${left.code} === ${right.code} && !(${emitMissingTest(left)})`, KIND.boolean);
  }
  return bindValue(scope, js`includes(${left.code}, ${right.code})`, KIND.boolean);
};

const EAGER: { readonly [O in Exclude<BinaryOperator, 'and' | 'or'>]: EmitOperator } = {
  '+': createArithmetic((a, b) => js`${a} + ${b}`),
  '-': createArithmetic((a, b) => js`${a} - ${b}`),
  '*': createArithmetic((a, b) => js`${a} * ${b}`),
  '/': createArithmetic((a, b) => js`${a} / ${b}`),
  '%': createArithmetic((a, b) => js`${a} % ${b}`),
  '<': createComparison((a, b) => js`${a} < ${b}`),
  '<=': createComparison((a, b) => js`${a} <= ${b}`),
  '>': createComparison((a, b) => js`${a} > ${b}`),
  '>=': createComparison((a, b) => js`${a} >= ${b}`),
  '=': emitEquality,
  '!=': emitInequality,
  '&': emitConcatenation,
  '..': emitRange,
  in: emitInclusion,
};

/** Emits `a and b`, `a or b`: evaluates the right side only if needed. */
const emitLogic = (node: BinaryNode, scope: EmitScope): EmittedValue => {
  const left = emitTruthTest(emit(node.lhs, scope), scope);
  const right = branchScope(scope);
  const value = emitTruthTest(emit(node.rhs, right), right);
  const code = createName(scope.unit);
  const isNeeded = node.value === 'and' ? js`${code}` : js`!${code}`;
  addLines(scope, js`let ${code} = ${left};`, js`if (${isNeeded}) {`, ...right.lines, js`${code} = ${value};`, js`}`);
  return { code, kinds: KIND.boolean };
};

const MOST_CHOICES = 24;

/** Returns the members of a literal list of strings and numbers, which `in` compares one by one. */
const findChoices = (node: Ast): readonly EmittedValue[] | undefined => {
  if (node.type !== 'unary' || node.value !== '[' || node.predicate || node.group) return undefined;
  if (node.expressions.length > MOST_CHOICES) return undefined;
  const choices = node.expressions.map((one) =>
    (one.type === 'string' || one.type === 'number') && !one.predicate && !one.group ? emitScalar(one) : undefined,
  );
  return choices.every((choice) => choice !== undefined) ? choices : undefined;
};

const emitChoice = (node: BinaryNode, choices: readonly EmittedValue[], scope: EmitScope): EmittedValue => {
  const left = emit(node.lhs, scope);
  const tests = choices.map(({ code }) => js`${left.code} === ${code}`);
  return bindValue(scope, tests.length > 0 ? joinCode(tests, ' || ') : js`false`, KIND.boolean);
};

/** Emits any binary operator. */
export const emitBinary = (node: BinaryNode, scope: EmitScope): EmittedValue => {
  if (node.value === 'and' || node.value === 'or') return emitLogic(node, scope);
  const choices = node.value === 'in' ? findChoices(node.rhs) : undefined;
  if (choices) return emitChoice(node, choices, scope);
  const left = emit(node.lhs, scope);
  const right = emit(node.rhs, scope);
  return EAGER[node.value]([left, right], scope, quoteText(node.value));
};
