import { BUILTINS, type BuiltinName } from '../builtins.ts';
import { LIMITS } from '../limits.ts';
import { BudgetSpent } from './budget.ts';
import { COSTS } from './costs.ts';
import type { Implementation } from './functions.ts';
import { pad } from './pad.ts';

/** Refuses a single call that takes more than a whole evaluation may. */
const guard = (name: BuiltinName, ...args: readonly unknown[]): void => {
  if ((COSTS[name]?.(...args) ?? 0) > LIMITS.steps) throw new BudgetSpent(`$${name} of too much`);
};

const call = (name: BuiltinName, self: unknown, args: readonly unknown[]): unknown => {
  guard(name, ...args);
  return Reflect.apply(BUILTINS[name].implementation, self, args);
};

/**
 * The built-ins of which one call alone can take very long, as stock calls them. It reads their parameters from their
 * text to apply them in part, so each has its own.
 */
export const GUARDED: Readonly<Record<string, Implementation>> = {
  pad,
  clone(arg: unknown) {
    return call('clone', this, [arg]);
  },
  distinct(arr: unknown) {
    return call('distinct', this, [arr]);
  },
  join(strs: unknown, separator: unknown) {
    return call('join', this, [strs, separator]);
  },
  merge(arg: unknown) {
    return call('merge', this, [arg]);
  },
  string(arg: unknown, prettify = false) {
    return call('string', this, [arg, prettify]);
  },
  toMillis(timestamp: unknown, picture: unknown) {
    return call('toMillis', this, [timestamp, picture]);
  },
};
