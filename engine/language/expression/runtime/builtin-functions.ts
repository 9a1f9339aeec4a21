import { BUILTIN_NAMES, BUILTINS, type BuiltinName } from '../builtins.ts';
import { spend } from './budget.ts';
import { COSTS } from './costs.ts';
import { builtin, type Focus, type Func, type Implementation, parametersOf } from './functions.ts';
import { refuse } from './operators.ts';
import { REWRITTEN } from './rewritten.ts';

export type Builtins = Readonly<Record<BuiltinName, Func>>;

const asBuiltins = (value: unknown) => value as Builtins;

const parametersInStock = (made: Func, name: BuiltinName): Func =>
  Object.assign(made, {
    native: {
      implementation: made.native?.implementation ?? refuse,
      signature: made.native?.signature,
      parameters: parametersOf(BUILTINS[name].implementation),
    },
  });

/** The implementation, which counts its steps before it begins. */
const counted = (name: BuiltinName, implementation: Implementation): Implementation => {
  const cost = COSTS[name];
  if (cost === undefined) return implementation;
  return function (this: unknown, ...args: never[]) {
    spend(cost(...args));
    return Reflect.apply(implementation, this, args);
  };
};

/** All built-ins for one clock; what is asynchronous in stock, and what reads the clock, is written anew. */
export const builtinsFor = (focus: Focus, clock: () => number): Builtins => {
  const rewritten: Readonly<Record<string, Implementation>> = {
    ...REWRITTEN,
    millis: () => clock(),
    now: (picture?: never, zone?: never) =>
      Reflect.apply(BUILTINS.fromMillis.implementation, focus, [clock(), picture, zone]),
  };
  const made = BUILTIN_NAMES.map((name) => {
    const { implementation, signature } = BUILTINS[name];
    const own = builtin(counted(name, rewritten[name] ?? implementation), signature, focus);
    return [name, Object.assign(parametersInStock(own, name), { arity: implementation.length })] as const;
  });
  return asBuiltins(Object.fromEntries(made));
};
