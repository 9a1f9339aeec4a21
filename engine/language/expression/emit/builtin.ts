import type { Ast } from '../ast.ts';
import { BUILTINS, type BuiltinName } from '../builtins.ts';
import { type Code, joinCode, js, quoteText } from '../code.ts';
import { bindValue, createName, type EmitScope, type EmittedValue, emit, failCompilation } from '../emit-scope.ts';
import { ANY, canBe, KIND, type Kinds } from '../kinds.ts';
import { IN_PLACE, INLINE } from './builtin-inline.ts';
import { emitGuards, parseSignatureParameters } from './signature.ts';

/** Call of a built-in; `first` is the left side of `~>`. */
export interface BuiltinCall {
  readonly name: BuiltinName;
  readonly nodes: readonly Ast[];
  readonly first: EmittedValue | undefined;
}

const RETURNS: Readonly<Record<string, Kinds>> = { s: KIND.text, n: KIND.number, b: KIND.boolean };

const returnKinds = (name: BuiltinName): Kinds => {
  const { definition } = BUILTINS[name].signature;
  const kinds = RETURNS[definition.charAt(definition.lastIndexOf(':') + 1)];
  return kinds === undefined ? ANY : kinds | KIND.nothing;
};

const emitChecked = (name: BuiltinName, args: readonly EmittedValue[], scope: EmitScope): Code =>
  js`builtins[${quoteText(name)}].run([${joinCode(
    args.map(({ code }) => code),
    ', ',
  )}], ${scope.context.code})`;

/** Calls the implementation directly if the arguments match its signature, else through the signature. */
const emitDirect = (name: BuiltinName, args: readonly EmittedValue[], scope: EmitScope): EmittedValue => {
  const slow = emitChecked(name, args, scope);
  const guards = emitGuards(BUILTINS[name].signature.definition, args);
  if (!guards) return bindValue(scope, slow, returnKinds(name));
  const native = createName(scope.unit, 'f');
  scope.unit.setup.push(js`const ${native} = builtins[${quoteText(name)}].native.implementation;`);
  const fast = js`${native}.call(${joinCode([js`focus`, ...args.map(({ code }) => code)], ', ')})`;
  const test = guards.length > 0 ? joinCode(guards, ' && ') : js`true`;
  return bindValue(scope, js`${test} ? ${fast} : ${slow}`, returnKinds(name));
};

const emitWith = (name: BuiltinName, args: readonly EmittedValue[], scope: EmitScope): EmittedValue =>
  INLINE[name]?.(args, scope, emitChecked(name, args, scope)) ?? emitDirect(name, args, scope);

const prepareBuiltin = (name: BuiltinName, scope: EmitScope) => {
  scope.unit.builtins.add(name);
};

const emitWrapped = (value: EmittedValue): EmittedValue =>
  canBe(value.kinds, KIND.function) ? { code: js`wrap(${value.code})`, kinds: value.kinds } : value;

/** Emits a call, not unwrapped yet. */
export const emitBuiltin = ({ name, nodes, first }: BuiltinCall, scope: EmitScope): EmittedValue => {
  prepareBuiltin(name, scope);
  const inPlace = IN_PLACE[name]?.(first, nodes, scope);
  if (inPlace) return inPlace;
  if (name === 'eval') return failCompilation('$eval');
  const args = nodes.map((node) => {
    const value = emitWrapped(emit(node, scope));
    return canBe(value.kinds, KIND.function) ? bindValue(scope, value.code, value.kinds) : value;
  });
  return emitWith(name, first ? [first, ...args] : args, scope);
};

/**
 * Emits a call at the end of a lambda's body; undefined where the interpreter would use the caller or bare functions.
 */
export const emitTailBuiltin = (
  name: BuiltinName,
  nodes: readonly Ast[],
  scope: EmitScope,
): EmittedValue | undefined => {
  prepareBuiltin(name, scope);
  if (name === 'eval') return failCompilation('$eval');
  if (
    nodes.length <
    parseSignatureParameters(BUILTINS[name].signature.definition).filter(({ optional }) => !optional).length
  )
    return undefined;
  const args = nodes.map((node) => emit(node, scope));
  if (args.some(({ kinds }) => canBe(kinds, KIND.function))) return undefined;
  // The interpreter would use the caller's context, which is unknown here; a function in its place fails the signature.
  return emitWith(name, args, { ...scope, context: { code: js`refuse`, kinds: KIND.function } });
};
