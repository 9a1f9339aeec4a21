import type { Ast, BindNode, BlockNode, ConditionNode } from '../ast.ts';
import { js } from '../code.ts';
import {
  addLines,
  branchScope,
  createName,
  type EmitScope,
  type EmittedValue,
  emit,
  type Frame,
  failCompilation,
  type LocalVariable,
} from '../emit-scope.ts';
import { KIND } from '../kinds.ts';
import { emitTruthTest } from './truth.ts';

/** Emits `a ? b : c`. */
export const emitCondition = (node: ConditionNode, scope: EmitScope): EmittedValue => {
  const test = emitTruthTest(emit(node.condition, scope), scope);
  const code = createName(scope.unit);
  const yes = branchScope(scope);
  const whenTrue = emit(node.then, yes);
  const no = branchScope(scope);
  const whenFalse: EmittedValue = node.else ? emit(node.else, no) : { code: js`undefined`, kinds: KIND.nothing };
  addLines(scope, js`let ${code};`, js`if (${test}) {`, ...yes.lines, js`${code} = ${whenTrue.code};`);
  addLines(scope, js`} else {`, ...no.lines, js`${code} = ${whenFalse.code};`, js`}`);
  const pure = whenTrue.pure === true && whenFalse.pure === true;
  return { code, kinds: whenTrue.kinds | whenFalse.kinds, pure };
};

/** Lists the names that a nested `:=` binds, excluding nested blocks and lambdas. */
const findBoundNames = (node: unknown, names: Set<string>): Set<string> => {
  if (typeof node !== 'object' || node === null || node instanceof RegExp) return names;
  const { type } = node as Ast;
  if (type === 'block' || type === 'lambda') return names;
  if (type === 'bind') names.add((node as BindNode).lhs.value);
  for (const child of Object.values(node)) findBoundNames(child, names);
  return names;
};

/** Creates a frame for the bindings of these expressions, with declared but unbound variables. */
export const createBlockFrame = (expressions: readonly Ast[], scope: EmitScope): Frame => {
  const names = new Map<string, LocalVariable>();
  for (const name of expressions.reduce((found, one) => findBoundNames(one, found), new Set<string>())) {
    const code = createName(scope.unit, 'v');
    names.set(name, { code, bound: false });
    addLines(scope, js`let ${code} = UNSET;`);
  }
  return { kind: 'block', outer: scope.frame, names };
};

/** Creates the scope of a block or a lambda's body. */
const createBlockScope = (expressions: readonly Ast[], scope: EmitScope): EmitScope => ({
  ...scope,
  bindable: true,
  frame: createBlockFrame(expressions, scope),
});

const markBound = (node: Ast, frame: Frame | undefined) => {
  if (node.type !== 'bind' || frame?.kind !== 'block') return;
  const local = frame.names.get(node.lhs.value);
  if (local) local.bound = true;
};

/** Emits all expressions of a block except the last; returns their shared scope. */
export const emitStatements = (node: BlockNode, scope: EmitScope): EmitScope => {
  const inner = createBlockScope(node.expressions, scope);
  for (const expression of node.expressions.slice(0, -1)) {
    emit(expression, inner);
    markBound(expression, inner.frame);
  }
  return inner;
};

/** Emits `(a; b; c)`. */
export const emitBlock = (node: BlockNode, scope: EmitScope): EmittedValue => {
  const last = node.expressions.at(-1);
  if (!last) return { code: js`undefined`, kinds: KIND.nothing };
  const code = createName(scope.unit);
  const outer = branchScope(scope);
  const value = emit(last, emitStatements(node, outer));
  addLines(scope, js`let ${code};`, js`{`, ...outer.lines, js`${code} = ${value.code};`, js`}`);
  return { code, kinds: value.kinds, pure: value.pure === true };
};

/** Emits `$x := a`. */
export const emitBind = (node: BindNode, scope: EmitScope): EmittedValue => {
  const { frame } = scope;
  if (!scope.bindable || frame?.kind !== 'block')
    return failCompilation(':= inside a constructor, a predicate or a step');
  const value = emit(node.rhs, scope);
  const local = frame.names.get(node.lhs.value) ?? failCompilation(':= outside a block');
  addLines(scope, js`${local.code} = ${value.code};`);
  return value;
};
