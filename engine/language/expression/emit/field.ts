import type { DescendantNode, NameNode, ParentNode, VariableNode, WildcardNode } from '../ast.ts';
import { isBuiltin } from '../builtins.ts';
import { js } from '../code.ts';
import { ANY, can, KIND, PAYLOAD } from '../kinds.ts';
import { hold, type Scope, type Value } from '../scope.ts';
import { builtinValue, globalValue } from './global.ts';
import { emitKey } from './names.ts';
import { localValue } from './variable.ts';

/** A name as a step of its own. */
export const emitName = (node: NameNode, scope: Scope): Value => emitKey(scope.context, node.value, scope);

/** `*`. */
export const emitWildcard = (_: WildcardNode, scope: Scope): Value =>
  hold(scope, js`wildcard(${scope.context.code})`, KIND.list | KIND.sequence);

/** `**`. */
export const emitDescendant = (_: DescendantNode, scope: Scope): Value =>
  hold(scope, js`descendants(${scope.context.code})`, ANY);

/** `%`: the tuple holds it under a label of its own. */
export const emitParent = (node: ParentNode, scope: Scope): Value =>
  localValue(node.slot.label, scope, () => ({ code: js`undefined`, kinds: KIND.nothing }));

const contextValue = (scope: Scope): Value => {
  const { context } = scope;
  if (!can(context.kinds, KIND.list)) return context;
  const code = js`self(${context.code})`;
  return context.pure ? { ...hold(scope, code, PAYLOAD), pure: true } : hold(scope, code, ANY);
};

/** `$`, `$$`, or a variable by name: of the expression, of the caller, or a built-in function. */
export const emitVariable = (node: VariableNode, scope: Scope): Value => {
  if (node.value === '') return contextValue(scope);
  if (node.value === '$') return scope.root;
  return localValue(node.value, scope, () =>
    isBuiltin(node.value) ? builtinValue(node.value, scope) : globalValue(node.value, scope),
  );
};
