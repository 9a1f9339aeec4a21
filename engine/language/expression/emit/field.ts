import type { DescendantNode, NameNode, ParentNode, VariableNode, WildcardNode } from '../ast.ts';
import { isBuiltin } from '../builtins.ts';
import { js } from '../code.ts';
import { bindValue, type EmitScope, type EmittedValue } from '../emit-scope.ts';
import { ANY, canBe, KIND, PAYLOAD } from '../kinds.ts';
import { emitBuiltinValue, emitGlobal } from './global.ts';
import { emitKey } from './names.ts';
import { emitLocal } from './variable.ts';

/** Emits a name as a separate step. */
export const emitName = (node: NameNode, scope: EmitScope): EmittedValue => emitKey(scope.context, node.value, scope);

/** `*`. */
export const emitWildcard = (_: WildcardNode, scope: EmitScope): EmittedValue =>
  bindValue(scope, js`wildcard(${scope.context.code})`, KIND.list | KIND.sequence);

/** `**`. */
export const emitDescendant = (_: DescendantNode, scope: EmitScope): EmittedValue =>
  bindValue(scope, js`descendants(${scope.context.code})`, ANY);

/** Emits `%`: the tuple contains it under a separate label. */
export const emitParent = (node: ParentNode, scope: EmitScope): EmittedValue =>
  emitLocal(node.slot.label, scope, () => ({ code: js`undefined`, kinds: KIND.nothing }));

const emitContext = (scope: EmitScope): EmittedValue => {
  const { context } = scope;
  if (!canBe(context.kinds, KIND.list)) return context;
  const code = js`self(${context.code})`;
  return context.pure ? { ...bindValue(scope, code, PAYLOAD), pure: true } : bindValue(scope, code, ANY);
};

/** Emits `$`, `$$`, or a variable by name: of the expression, of the caller, or a built-in function. */
export const emitVariable = (node: VariableNode, scope: EmitScope): EmittedValue => {
  if (node.value === '') return emitContext(scope);
  if (node.value === '$') return scope.root;
  return emitLocal(node.value, scope, () =>
    isBuiltin(node.value) ? emitBuiltinValue(node.value, scope) : emitGlobal(node.value, scope),
  );
};
