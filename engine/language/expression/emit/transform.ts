import type { TransformNode } from '../ast.ts';
import { js } from '../code.ts';
import { KIND } from '../kinds.ts';
import { constant, emit, hold, notCompiled, type Scope, type Value } from '../scope.ts';
import { closure } from './carry.ts';
import { builtinValue } from './global.ts';
import { TRANSFORM_SIGNATURE } from './transform-signature.ts';
import { isLocal } from './variable.ts';

/** `| pattern | update, delete |`: a function from an object to a changed copy. */
export const emitTransform = (node: TransformNode, scope: Scope): Value => {
  if (isLocal('clone', scope)) return notCompiled('a transform where $clone is bound anew');
  const clone = builtinValue('clone', scope).code;
  const pattern = closure(scope, (inner) => emit(node.pattern, inner)).code;
  const update = closure(scope, (inner) => emit(node.update, inner)).code;
  const gone = node.delete;
  const remove = gone ? closure(scope, (inner) => emit(gone, inner)).code : js`undefined`;
  const change = js`{ pattern: ${pattern}, update: ${update}, remove: ${remove} }`;
  const signature = constant(scope.unit, TRANSFORM_SIGNATURE);
  return hold(
    scope,
    js`builtin((object) => transform(object, ${change}, ${clone}), ${signature}, focus)`,
    KIND.function,
  );
};
