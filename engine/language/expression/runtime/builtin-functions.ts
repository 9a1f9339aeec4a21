import { BUILTIN_NAMES, BUILTINS, type BuiltinName } from '../builtins.ts';
import { spend } from './budget.ts';
import { COSTS } from './costs.ts';
import { createBuiltin, type Focus, type Func, type Implementation, parseParameters } from './functions.ts';
import { refuse } from './operators.ts';
import { SYNCHRONOUS_BUILTINS } from './synchronous-builtins.ts';

export type Builtins = Readonly<Record<BuiltinName, Func>>;

const asBuiltins = (value: unknown) => value as Builtins;

const countInterpreterParameters = (made: Func, name: BuiltinName): Func =>
  Object.assign(made, {
    native: {
      implementation: made.native?.implementation ?? refuse,
      signature: made.native?.signature,
      parameters: parseParameters(BUILTINS[name].implementation),
    },
  });

/** Implementation, which counts its steps first. */
const counted = (name: BuiltinName, implementation: Implementation): Implementation => {
  const cost = COSTS[name];
  if (cost === undefined) return implementation;
  return function (this: unknown, ...args: never[]) {
    spend(cost(...args));
    return Reflect.apply(implementation, this, args);
  };
};

/**
 * Creates all built-ins for a clock; those that are asynchronous in the interpreter or read the clock are
 * reimplemented.
 */
export const createBuiltins = (focus: Focus, clock: () => number): Builtins => {
  const rewritten: Readonly<Record<string, Implementation>> = {
    ...SYNCHRONOUS_BUILTINS,
    millis: () => clock(),
    now: (picture?: never, zone?: never) =>
      Reflect.apply(BUILTINS.fromMillis.implementation, focus, [clock(), picture, zone]),
  };
  const made = BUILTIN_NAMES.map((name) => {
    const { implementation, signature } = BUILTINS[name];
    const own = createBuiltin(counted(name, rewritten[name] ?? implementation), signature, focus);
    return [name, Object.assign(countInterpreterParameters(own, name), { arity: implementation.length })] as const;
  });
  return asBuiltins(Object.fromEntries(made));
};
