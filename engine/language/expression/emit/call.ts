import type { ApplyNode, Ast, CallNode } from '../ast.ts';
import { type BuiltinName, isBuiltin } from '../builtins.ts';
import { type Code, join, js } from '../code.ts';
import { can, KIND } from '../kinds.ts';
import { add, branch, emit, hold, notCompiled, type Scope, type Value } from '../scope.ts';
import { emitBuiltin, emitTailBuiltin } from './builtin.ts';
import { isLocal } from './variable.ts';

/** The built-in that a call names, where nothing in the expression binds its name. */
const builtinOf = (procedure: Ast, scope: Scope): BuiltinName | undefined => {
  if (procedure.type !== 'variable' || procedure.predicate || procedure.group) return undefined;
  const name = procedure.value;
  return isBuiltin(name) && !isLocal(name, scope) ? name : undefined;
};

/** An argument as another function receives it. */
const wrapped = (value: Value): Code => (can(value.kinds, KIND.function) ? js`wrap(${value.code})` : value.code);

const listed = (codes: readonly Code[]) => js`[${join(codes, ', ')}]`;

/** A call; `first` is what stands left of `~>`. */
const emitApplied = (node: CallNode, scope: Scope, first: Value | undefined): Value => {
  const name = builtinOf(node.procedure, scope);
  if (name) return emitBuiltin({ name, nodes: node.arguments, first }, scope);
  const target = emit(node.procedure, scope);
  const args = node.arguments.map((argument) => wrapped(emit(argument, scope)));
  const all = first ? [first.code, ...args] : args;
  return hold(scope, js`apply(${target.code}, ${listed(all)}, ${scope.context.code})`);
};

/** `f(a)`. */
export const emitCall = (node: CallNode, scope: Scope): Value => emitApplied(node, scope, undefined);

const tailCall = (node: CallNode, scope: Scope): Code => {
  if (scope.tail) scope.tail.used = true;
  const target = emit(node.procedure, scope);
  const args = node.arguments.map((argument) => emit(argument, scope).code);
  return js`tailCall(${target.code}, ${listed(args)})`;
};

/** A call with which a lambda's body ends: of a built-in at once, of any other function by the lambda's caller. */
export const emitTailCall = (node: CallNode, scope: Scope): Code => {
  const name = builtinOf(node.procedure, scope);
  const inner = branch(scope);
  const value = name && emitTailBuiltin(name, node.arguments, inner);
  if (!value) return tailCall(node, scope);
  add(scope, ...inner.lines);
  return value.code;
};

/** `a ~> f` or `a ~> f(b)`; predicates and `[]` of the right side are ignored, as in stock. */
export const emitApply = (node: ApplyNode, scope: Scope): Value => {
  const left = emit(node.lhs, scope);
  if (node.rhs.type === 'function') return emitApplied(node.rhs, scope, left);
  const right = emit(node.rhs, scope);
  const call = js`apply(${right.code}, [${left.code}], null)`;
  if (!can(left.kinds, KIND.function)) return hold(scope, call);
  const both = js`typeof ${left.code} === 'function' && typeof ${right.code} === 'function'`;
  return hold(scope, js`${both} ? chain(${left.code}, ${right.code}) : ${call}`);
};

/** `f(?, a)`. */
export const emitPartial = (node: CallNode, scope: Scope): Value => {
  const args = node.arguments.map((argument) =>
    argument.type === 'operator' && argument.value === '?' ? js`OPEN` : emit(argument, scope).code,
  );
  const target = emit(node.procedure, scope);
  if (node.procedure.type === 'variable' && node.procedure.value === 'eval') return notCompiled('$eval');
  return hold(scope, js`partial(${target.code}, ${listed(args)}, focus)`, KIND.function);
};
