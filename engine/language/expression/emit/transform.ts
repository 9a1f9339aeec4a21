import type { TransformNode } from '../ast.ts';
import { js } from '../code.ts';
import { addConstant, bindValue, type EmitScope, type EmittedValue, emit, failCompilation } from '../emit-scope.ts';
import { KIND } from '../kinds.ts';
import { emitClosure } from './carry.ts';
import { emitBuiltinValue } from './global.ts';
import { TRANSFORM_SIGNATURE } from './transform-signature.ts';
import { isLocal } from './variable.ts';

/** Emits `| pattern | update, delete |`: a function from an object to a changed copy. */
export const emitTransform = (node: TransformNode, scope: EmitScope): EmittedValue => {
  if (isLocal('clone', scope)) return failCompilation('a transform where $clone is rebound');
  const clone = emitBuiltinValue('clone', scope).code;
  const pattern = emitClosure(scope, (inner) => emit(node.pattern, inner)).code;
  const update = emitClosure(scope, (inner) => emit(node.update, inner)).code;
  const gone = node.delete;
  const remove = gone ? emitClosure(scope, (inner) => emit(gone, inner)).code : js`undefined`;
  const change = js`{ pattern: ${pattern}, update: ${update}, remove: ${remove} }`;
  const signature = addConstant(scope.unit, TRANSFORM_SIGNATURE);
  return bindValue(
    scope,
    js`builtin((object) => transform(object, ${change}, ${clone}), ${signature}, focus)`,
    KIND.function,
  );
};
