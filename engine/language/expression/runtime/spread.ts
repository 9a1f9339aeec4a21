import { BUILTINS } from '../builtins.ts';
import { isFunc } from './functions.ts';
import { refuse } from './operators.ts';
import { isList } from './sequence.ts';

// The interpreter treats its own functions, unlike lambdas, as objects, and spreads their properties.
const holdsBuiltin = (value: unknown): boolean =>
  isFunc(value) ? value.kind === 'builtin' : isList(value) && value.some(holdsBuiltin);

const { implementation } = BUILTINS.spread;

/** `$spread`; `this` is the evaluation context of the interpreter. */
export function spread(this: unknown, value: unknown): unknown {
  return holdsBuiltin(value) ? refuse() : Reflect.apply(implementation, this, [value]);
}
