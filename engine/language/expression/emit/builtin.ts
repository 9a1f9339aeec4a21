import type { Ast } from '../ast.ts';
import { BUILTINS, type BuiltinName } from '../builtins.ts';
import { type Code, join, js, quote } from '../code.ts';
import { ANY, can, KIND, type Kinds } from '../kinds.ts';
import { emit, fresh, hold, notCompiled, type Scope, type Value } from '../scope.ts';
import { IN_PLACE, INLINE } from './builtin-inline.ts';
import { guardsOf, parametersOf } from './signature.ts';

/** A call of a built-in; `first` is what stands left of `~>`. */
export interface BuiltinCall {
  readonly name: BuiltinName;
  readonly nodes: readonly Ast[];
  readonly first: Value | undefined;
}

const RETURNS: Readonly<Record<string, Kinds>> = { s: KIND.text, n: KIND.number, b: KIND.boolean };

const kindsOf = (name: BuiltinName): Kinds => {
  const { definition } = BUILTINS[name].signature;
  const kinds = RETURNS[definition.charAt(definition.lastIndexOf(':') + 1)];
  return kinds === undefined ? ANY : kinds | KIND.nothing;
};

const checked = (name: BuiltinName, args: readonly Value[], scope: Scope): Code =>
  js`builtins[${quote(name)}].run([${join(
    args.map(({ code }) => code),
    ', ',
  )}], ${scope.context.code})`;

/** Calls the implementation at once where the arguments are what its signature wants, and through the signature else. */
const direct = (name: BuiltinName, args: readonly Value[], scope: Scope): Value => {
  const slow = checked(name, args, scope);
  const guards = guardsOf(BUILTINS[name].signature.definition, args);
  if (!guards) return hold(scope, slow, kindsOf(name));
  const native = fresh(scope.unit, 'f');
  scope.unit.setup.push(js`const ${native} = builtins[${quote(name)}].native.implementation;`);
  const fast = js`${native}.call(${join([js`focus`, ...args.map(({ code }) => code)], ', ')})`;
  const test = guards.length > 0 ? join(guards, ' && ') : js`true`;
  return hold(scope, js`${test} ? ${fast} : ${slow}`, kindsOf(name));
};

const emitWith = (name: BuiltinName, args: readonly Value[], scope: Scope): Value =>
  INLINE[name]?.(args, scope, checked(name, args, scope)) ?? direct(name, args, scope);

const prepare = (name: BuiltinName, scope: Scope) => {
  scope.unit.builtins.add(name);
};

const wrapped = (value: Value): Value =>
  can(value.kinds, KIND.function) ? { code: js`wrap(${value.code})`, kinds: value.kinds } : value;

/** Emits a call; its value has still to be unwrapped. */
export const emitBuiltin = ({ name, nodes, first }: BuiltinCall, scope: Scope): Value => {
  prepare(name, scope);
  const inPlace = IN_PLACE[name]?.(first, nodes, scope);
  if (inPlace) return inPlace;
  if (name === 'eval') return notCompiled('$eval');
  const args = nodes.map((node) => {
    const value = wrapped(emit(node, scope));
    return can(value.kinds, KIND.function) ? hold(scope, value.code, value.kinds) : value;
  });
  return emitWith(name, first ? [first, ...args] : args, scope);
};

/** The same where a lambda's body ends with it. Undefined where stock would look at its caller, or at bare functions. */
export const emitTailBuiltin = (name: BuiltinName, nodes: readonly Ast[], scope: Scope): Value | undefined => {
  prepare(name, scope);
  if (name === 'eval') return notCompiled('$eval');
  if (nodes.length < parametersOf(BUILTINS[name].signature.definition).filter(({ optional }) => !optional).length)
    return undefined;
  const args = nodes.map((node) => emit(node, scope));
  if (args.some(({ kinds }) => can(kinds, KIND.function))) return undefined;
  // Where stock would take the caller's context, which is not known here, a function in its place fails the signature.
  return emitWith(name, args, { ...scope, context: { code: js`refuse`, kinds: KIND.function } });
};
