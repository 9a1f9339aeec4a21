import type { Ast, NodeOf } from '../ast.ts';
import { type EmitScope, type EmittedValue, failCompilation } from '../emit-scope.ts';
import { emitApply, emitCall, emitPartial } from './call.ts';
import { emitFilter, emitGroup, emitNormalize } from './carry.ts';
import { emitBind, emitBlock, emitCondition } from './control.ts';
import { emitDescendant, emitName, emitParent, emitVariable, emitWildcard } from './field.ts';
import { emitLambda } from './lambda.ts';
import { emitRegex, emitScalar } from './literal.ts';
import { emitBinary } from './operator.ts';
import { emitPath } from './path.ts';
import { emitTransform } from './transform.ts';
import { emitTuplePath } from './tuple-path.ts';
import { emitUnary } from './unary.ts';

/** Emits a node: appends statements to the scope and returns their value. */
type Emit<T extends Ast['type'] = Ast['type']> = (node: NodeOf<T>, scope: EmitScope) => EmittedValue;

const EMITTERS: { readonly [T in Ast['type']]: Emit<T> } = {
  path: (node, scope) => (node.steps.some(({ tuple }) => tuple) ? emitTuplePath(node, scope) : emitPath(node, scope)),
  binary: emitBinary,
  unary: emitUnary,
  condition: emitCondition,
  block: emitBlock,
  bind: emitBind,
  function: emitCall,
  partial: emitPartial,
  lambda: emitLambda,
  apply: emitApply,
  sort: () => failCompilation('an order-by clause outside a path'),
  transform: emitTransform,
  parent: emitParent,
  name: emitName,
  variable: emitVariable,
  wildcard: emitWildcard,
  descendant: emitDescendant,
  regex: emitRegex,
  operator: () => failCompilation('an operator without operands'),
  string: emitScalar,
  number: emitScalar,
  value: emitScalar,
};

/** Emits any node with its predicates, its grouping, and the unwrapping of its value. */
export const emitNode = (node: Ast, scope: EmitScope): EmittedValue => {
  const emitter = Object.hasOwn(EMITTERS, node.type) ? (EMITTERS[node.type] as Emit) : undefined;
  let value = emitter ? emitter(node, scope) : failCompilation(`a node of an unknown type (${node.type})`);
  for (const stage of node.predicate ?? []) value = emitFilter(value, stage, scope);
  if (node.group && node.type !== 'path') value = emitGroup(value, node.group, scope);
  return emitNormalize(value, node.keepArray, scope);
};
