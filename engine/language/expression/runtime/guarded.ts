import { BUILTIN_NAMES, BUILTINS, type BuiltinName } from '../builtins.ts';
import { stepsOfText } from './budget.ts';
import { COSTS } from './costs.ts';
import type { Implementation } from './functions.ts';
import { pad } from './pad.ts';

/** Built-ins that read the clock of their evaluation. */
const BOUND: ReadonlySet<BuiltinName> = new Set(['now', 'millis']);

const costOf = (name: BuiltinName, args: readonly unknown[]): number => {
  const texts = args.reduce<number>((sum, arg) => (typeof arg === 'string' ? sum + stepsOfText(arg.length) : sum), 0);
  return texts + (COSTS[name]?.(...args) ?? 0);
};

const guard = (name: BuiltinName, spend: (steps: number) => void): Implementation => {
  const implementation: Implementation = name === 'pad' ? pad : BUILTINS[name].implementation;
  const guarded = function (this: unknown, ...args: never[]) {
    spend(costOf(name, args));
    return Reflect.apply(implementation, this, args);
  };
  // For partial application, jsonata parses the parameters from the function's source text.
  const { implementation: own } = BUILTINS[name];
  return Object.defineProperties(guarded, { length: { value: own.length }, toString: { value: () => String(own) } });
};

/** Wraps the built-ins for the interpreter so that each counts its steps before it runs. */
export const guardBuiltins = (spend: (steps: number) => void): readonly (readonly [BuiltinName, Implementation])[] =>
  BUILTIN_NAMES.filter((name) => !BOUND.has(name)).map((name) => [name, guard(name, spend)] as const);
