import type { Ast, UnaryNode } from '../ast.ts';
import { type Code, join, js, quote } from '../code.ts';
import { can, KIND } from '../kinds.ts';
import { add, branch, emit, fresh, hold, type Scope, type Value } from '../scope.ts';
import { closure, pairsOf } from './carry.ts';

const emitNegation = (node: UnaryNode, scope: Scope): Value => {
  const { code } = emit(node.expression, scope);
  return hold(scope, js`negate(${code})`, KIND.number | KIND.nothing);
};

const addMember = (list: Code, member: Ast, value: Value): Code => {
  const { code, kinds } = value;
  const isWhole = member.type === 'unary' && member.value === '[';
  const added =
    isWhole || !can(kinds, KIND.list | KIND.sequence) ? js`${list}.push(${code})` : js`addMember(${list}, ${code})`;
  return can(kinds, KIND.nothing) ? js`if (${code} !== undefined) ${added};` : js`${added};`;
};

/** `[a, b]`: lists among the members are flattened into it, unless they are written as lists. */
const emitList = (node: UnaryNode, scope: Scope): Value => {
  const list = hold(scope, js`[]`, KIND.list);
  for (const member of node.expressions) {
    add(scope, addMember(list.code, member, emit(member, { ...scope, bindable: false })));
  }
  if (node.consarray) add(scope, js`asCons(${list.code});`);
  return list;
};

const RESERVED = new Set(['_jsonata_lambda', '_jsonata_function']);

/** The keys of an object constructor, where they are all different literals. */
const literalKeys = (node: UnaryNode): readonly string[] | undefined => {
  const keys = node.lhs.map(([key]) => (key.type === 'string' && !key.predicate && !key.group ? key.value : undefined));
  const known = keys.filter((key) => key !== undefined && !RESERVED.has(key));
  return known.length === keys.length && new Set(known).size === keys.length ? (known as string[]) : undefined;
};

const setKey = (object: Code, key: string, value: Value): Code => {
  const { code, kinds } = value;
  // Assigned, this key would set the prototype.
  const set =
    key === '__proto__' ? js`put(${object}, ${quote(key)}, ${code});` : js`${object}[${quote(key)}] = ${code};`;
  return can(kinds, KIND.nothing) ? js`if (${code} !== undefined) ${set}` : set;
};

const emitFields = (node: UnaryNode, keys: readonly string[], scope: Scope): Value => {
  const object = hold(scope, js`{}`, KIND.object);
  const inner = { ...scope, bindable: false };
  for (const [at, [, value]] of node.lhs.entries()) {
    add(scope, setKey(object.code, keys[at] ?? '', emit(value, inner)));
  }
  return object;
};

/** Over a context that may be a list the items are grouped; over any other, each value is evaluated once. */
const emitForAnyContext = (node: UnaryNode, keys: readonly string[], scope: Scope): Value => {
  const { context, unit } = scope;
  const values = node.lhs.map(([, value]) =>
    closure(scope, (inner) => emit(value, inner), { pure: context.pure === true }),
  );
  const pairs = values.map(({ code }, at) => js`{ key: () => ${quote(keys[at] ?? '')}, value: ${code} }`);
  const code = fresh(unit);
  const single = branch(scope);
  const object = hold(single, js`{}`);
  for (const [at, value] of values.entries()) {
    const member = hold(single, js`${value.code}(${context.code})`, value.kinds);
    add(single, setKey(object.code, keys[at] ?? '', member));
  }
  add(scope, js`let ${code};`);
  add(scope, js`if (isList(${context.code})) ${code} = group(${context.code}, [${join(pairs, ', ')}]);`);
  add(scope, js`else {`, ...single.lines, js`${code} = ${object.code}; }`);
  return { code, kinds: KIND.object };
};

/** `{"a": b}`. */
const emitObject = (node: UnaryNode, scope: Scope): Value => {
  const { context } = scope;
  const keys = literalKeys(node);
  if (!keys) return hold(scope, js`group(${context.code}, ${pairsOf(node.lhs, scope, false)})`, KIND.object);
  return can(context.kinds, KIND.list | KIND.sequence)
    ? emitForAnyContext(node, keys, scope)
    : emitFields(node, keys, scope);
};

const BY_SIGN: { readonly [S in UnaryNode['value']]: (node: UnaryNode, scope: Scope) => Value } = {
  '-': emitNegation,
  '[': emitList,
  '{': emitObject,
};

/** `-a`, `[a, b]`, `{"a": b}`. */
export const emitUnary = (node: UnaryNode, scope: Scope): Value => BY_SIGN[node.value](node, scope);
