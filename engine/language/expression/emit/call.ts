import type { ApplyNode, Ast, CallNode } from '../ast.ts';
import { type BuiltinName, isBuiltin } from '../builtins.ts';
import { type Code, joinCode, js } from '../code.ts';
import {
  addLines,
  bindValue,
  branchScope,
  type EmitScope,
  type EmittedValue,
  emit,
  failCompilation,
} from '../emit-scope.ts';
import { canBe, KIND } from '../kinds.ts';
import { emitBuiltin, emitTailBuiltin } from './builtin.ts';
import { isLocal } from './variable.ts';

/** Returns the built-in that a call names, unless the expression binds the name. */
const findBuiltin = (procedure: Ast, scope: EmitScope): BuiltinName | undefined => {
  if (procedure.type !== 'variable' || procedure.predicate || procedure.group) return undefined;
  const name = procedure.value;
  return isBuiltin(name) && !isLocal(name, scope) ? name : undefined;
};

/** Emits an argument as the called function receives it. */
const emitWrapped = (value: EmittedValue): Code =>
  canBe(value.kinds, KIND.function) ? js`wrap(${value.code})` : value.code;

const emitList = (codes: readonly Code[]) => js`[${joinCode(codes, ', ')}]`;

/** Call; `first` is the left side of `~>`. */
const emitApplication = (node: CallNode, scope: EmitScope, first: EmittedValue | undefined): EmittedValue => {
  const name = findBuiltin(node.procedure, scope);
  if (name) return emitBuiltin({ name, nodes: node.arguments, first }, scope);
  const target = emit(node.procedure, scope);
  const args = node.arguments.map((argument) => emitWrapped(emit(argument, scope)));
  const all = first ? [first.code, ...args] : args;
  return bindValue(scope, js`apply(${target.code}, ${emitList(all)}, ${scope.context.code})`);
};

/** Emits `f(a)`. */
export const emitCall = (node: CallNode, scope: EmitScope): EmittedValue => emitApplication(node, scope, undefined);

const emitTailCallCode = (node: CallNode, scope: EmitScope): Code => {
  if (scope.tail) scope.tail.used = true;
  const target = emit(node.procedure, scope);
  const args = node.arguments.map((argument) => emit(argument, scope).code);
  return js`tailCall(${target.code}, ${emitList(args)})`;
};

/** Emits a call at the end of a lambda's body: directly for a built-in, by the lambda's caller for other functions. */
export const emitTailCall = (node: CallNode, scope: EmitScope): Code => {
  const name = findBuiltin(node.procedure, scope);
  const inner = branchScope(scope);
  const value = name && emitTailBuiltin(name, node.arguments, inner);
  if (!value) return emitTailCallCode(node, scope);
  addLines(scope, ...inner.lines);
  return value.code;
};

/** Emits `a ~> f` or `a ~> f(b)`; ignores predicates and `[]` of the right side, as the interpreter does. */
export const emitApply = (node: ApplyNode, scope: EmitScope): EmittedValue => {
  const left = emit(node.lhs, scope);
  if (node.rhs.type === 'function') return emitApplication(node.rhs, scope, left);
  const right = emit(node.rhs, scope);
  const call = js`apply(${right.code}, [${left.code}], null)`;
  if (!canBe(left.kinds, KIND.function)) return bindValue(scope, call);
  const both = js`typeof ${left.code} === 'function' && typeof ${right.code} === 'function'`;
  return bindValue(scope, js`${both} ? chain(${left.code}, ${right.code}) : ${call}`);
};

/** Emits `f(?, a)`. */
export const emitPartial = (node: CallNode, scope: EmitScope): EmittedValue => {
  const args = node.arguments.map((argument) =>
    argument.type === 'operator' && argument.value === '?' ? js`OPEN` : emit(argument, scope).code,
  );
  const target = emit(node.procedure, scope);
  if (node.procedure.type === 'variable' && node.procedure.value === 'eval') return failCompilation('$eval');
  return bindValue(scope, js`partial(${target.code}, ${emitList(args)}, focus)`, KIND.function);
};
