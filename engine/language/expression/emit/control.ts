import type { Ast, BindNode, BlockNode, ConditionNode } from '../ast.ts';
import { js } from '../code.ts';
import { KIND } from '../kinds.ts';
import { add, branch, emit, type Frame, fresh, type Local, notCompiled, type Scope, type Value } from '../scope.ts';
import { truthOf } from './truth.ts';

/** `a ? b : c`. */
export const emitCondition = (node: ConditionNode, scope: Scope): Value => {
  const test = truthOf(emit(node.condition, scope), scope);
  const code = fresh(scope.unit);
  const yes = branch(scope);
  const whenTrue = emit(node.then, yes);
  const no = branch(scope);
  const whenFalse: Value = node.else ? emit(node.else, no) : { code: js`undefined`, kinds: KIND.nothing };
  add(scope, js`let ${code};`, js`if (${test}) {`, ...yes.lines, js`${code} = ${whenTrue.code};`);
  add(scope, js`} else {`, ...no.lines, js`${code} = ${whenFalse.code};`, js`}`);
  const pure = whenTrue.pure === true && whenFalse.pure === true;
  return { code, kinds: whenTrue.kinds | whenFalse.kinds, pure };
};

/** Names that a `:=` inside, but not inside another block or lambda, binds. */
const boundIn = (node: unknown, names: Set<string>): Set<string> => {
  if (typeof node !== 'object' || node === null || node instanceof RegExp) return names;
  const { type } = node as Ast;
  if (type === 'block' || type === 'lambda') return names;
  if (type === 'bind') names.add((node as BindNode).lhs.value);
  for (const child of Object.values(node)) boundIn(child, names);
  return names;
};

/** A frame for what these expressions bind, its variables declared and not yet bound. */
export const blockFrame = (expressions: readonly Ast[], scope: Scope): Frame => {
  const names = new Map<string, Local>();
  for (const name of expressions.reduce((found, one) => boundIn(one, found), new Set<string>())) {
    const code = fresh(scope.unit, 'v');
    names.set(name, { code, bound: false });
    add(scope, js`let ${code} = UNSET;`);
  }
  return { kind: 'block', outer: scope.frame, names };
};

/** The scope inside a block or a lambda's body. */
const blockScope = (expressions: readonly Ast[], scope: Scope): Scope => ({
  ...scope,
  bindable: true,
  frame: blockFrame(expressions, scope),
});

const markBound = (node: Ast, frame: Frame | undefined) => {
  if (node.type !== 'bind' || frame?.kind !== 'block') return;
  const local = frame.names.get(node.lhs.value);
  if (local) local.bound = true;
};

/** Emits the expressions of a block but the last; gives the scope that they share. */
export const emitStatements = (node: BlockNode, scope: Scope): Scope => {
  const inner = blockScope(node.expressions, scope);
  for (const expression of node.expressions.slice(0, -1)) {
    emit(expression, inner);
    markBound(expression, inner.frame);
  }
  return inner;
};

/** `(a; b; c)`. */
export const emitBlock = (node: BlockNode, scope: Scope): Value => {
  const last = node.expressions.at(-1);
  if (!last) return { code: js`undefined`, kinds: KIND.nothing };
  const code = fresh(scope.unit);
  const outer = branch(scope);
  const value = emit(last, emitStatements(node, outer));
  add(scope, js`let ${code};`, js`{`, ...outer.lines, js`${code} = ${value.code};`, js`}`);
  return { code, kinds: value.kinds, pure: value.pure === true };
};

/** `$x := a`. */
export const emitBind = (node: BindNode, scope: Scope): Value => {
  const { frame } = scope;
  if (!scope.bindable || frame?.kind !== 'block') return notCompiled(':= inside a constructor, a predicate or a step');
  const value = emit(node.rhs, scope);
  const local = frame.names.get(node.lhs.value) ?? notCompiled(':= outside a block');
  add(scope, js`${local.code} = ${value.code};`);
  return value;
};
