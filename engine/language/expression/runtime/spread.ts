import { BUILTINS } from '../builtins.ts';
import { isFunc } from './functions.ts';
import { refuse } from './operators.ts';
import { isList } from './sequence.ts';

// Stock takes its own functions, unlike lambdas, for objects, and spreads what they are made of.
const holdsBuiltin = (value: unknown): boolean =>
  isFunc(value) ? value.kind === 'builtin' : isList(value) && value.some(holdsBuiltin);

const { implementation } = BUILTINS.spread;

/** `$spread`; `this` is what stock's own works with. */
export function spread(this: unknown, value: unknown): unknown {
  return holdsBuiltin(value) ? refuse() : Reflect.apply(implementation, this, [value]);
}
