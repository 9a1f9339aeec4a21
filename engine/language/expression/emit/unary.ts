import type { Ast, UnaryNode } from '../ast.ts';
import { type Code, joinCode, js, quoteText } from '../code.ts';
import {
  addLines,
  bindValue,
  branchScope,
  createName,
  type EmitScope,
  type EmittedValue,
  emit,
} from '../emit-scope.ts';
import { canBe, KIND } from '../kinds.ts';
import { emitClosure, emitPairs } from './carry.ts';

const emitNegation = (node: UnaryNode, scope: EmitScope): EmittedValue => {
  const { code } = emit(node.expression, scope);
  return bindValue(scope, js`negate(${code})`, KIND.number | KIND.nothing);
};

const addMember = (list: Code, member: Ast, value: EmittedValue): Code => {
  const { code, kinds } = value;
  const isWhole = member.type === 'unary' && member.value === '[';
  const added =
    isWhole || !canBe(kinds, KIND.list | KIND.sequence) ? js`${list}.push(${code})` : js`addMember(${list}, ${code})`;
  return canBe(kinds, KIND.nothing) ? js`if (${code} !== undefined) ${added};` : js`${added};`;
};

/** Emits `[a, b]`: flattens lists among the members, except list constructors. */
const emitList = (node: UnaryNode, scope: EmitScope): EmittedValue => {
  const list = bindValue(scope, js`[]`, KIND.list);
  for (const member of node.expressions) {
    addLines(scope, addMember(list.code, member, emit(member, { ...scope, bindable: false })));
  }
  if (node.consarray) addLines(scope, js`asCons(${list.code});`);
  return list;
};

const RESERVED = new Set(['_jsonata_lambda', '_jsonata_function']);

/** Returns the keys of an object constructor if all are distinct literals. */
const literalKeys = (node: UnaryNode): readonly string[] | undefined => {
  const keys = node.lhs.map(([key]) => (key.type === 'string' && !key.predicate && !key.group ? key.value : undefined));
  const known = keys.filter((key) => key !== undefined && !RESERVED.has(key));
  return known.length === keys.length && new Set(known).size === keys.length ? (known as string[]) : undefined;
};

const setKey = (object: Code, key: string, value: EmittedValue): Code => {
  const { code, kinds } = value;
  // Assigning this key would set the prototype.
  const set =
    key === '__proto__' ? js`put(${object}, ${quoteText(key)}, ${code});` : js`${object}[${quoteText(key)}] = ${code};`;
  return canBe(kinds, KIND.nothing) ? js`if (${code} !== undefined) ${set}` : set;
};

const emitFields = (node: UnaryNode, keys: readonly string[], scope: EmitScope): EmittedValue => {
  const object = bindValue(scope, js`{}`, KIND.object);
  const inner = { ...scope, bindable: false };
  for (const [at, [, value]] of node.lhs.entries()) {
    addLines(scope, setKey(object.code, keys[at] ?? '', emit(value, inner)));
  }
  return object;
};

/** Groups the items of a context that may be a list; evaluates each value once for other contexts. */
const emitForAnyContext = (node: UnaryNode, keys: readonly string[], scope: EmitScope): EmittedValue => {
  const { context, unit } = scope;
  const values = node.lhs.map(([, value]) =>
    emitClosure(scope, (inner) => emit(value, inner), { pure: context.pure === true }),
  );
  const pairs = values.map(({ code }, at) => js`{ key: () => ${quoteText(keys[at] ?? '')}, value: ${code} }`);
  const code = createName(unit);
  const single = branchScope(scope);
  const object = bindValue(single, js`{}`);
  for (const [at, value] of values.entries()) {
    const member = bindValue(single, js`${value.code}(${context.code})`, value.kinds);
    addLines(single, setKey(object.code, keys[at] ?? '', member));
  }
  addLines(scope, js`let ${code};`);
  addLines(scope, js`if (isList(${context.code})) ${code} = group(${context.code}, [${joinCode(pairs, ', ')}]);`);
  addLines(scope, js`else {`, ...single.lines, js`${code} = ${object.code}; }`);
  return { code, kinds: KIND.object };
};

/** Emits `{"a": b}`. */
const emitObject = (node: UnaryNode, scope: EmitScope): EmittedValue => {
  const { context } = scope;
  const keys = literalKeys(node);
  if (!keys) return bindValue(scope, js`group(${context.code}, ${emitPairs(node.lhs, scope, false)})`, KIND.object);
  return canBe(context.kinds, KIND.list | KIND.sequence)
    ? emitForAnyContext(node, keys, scope)
    : emitFields(node, keys, scope);
};

const BY_SIGN: { readonly [S in UnaryNode['value']]: (node: UnaryNode, scope: EmitScope) => EmittedValue } = {
  '-': emitNegation,
  '[': emitList,
  '{': emitObject,
};

/** Emits `-a`, `[a, b]`, `{"a": b}`. */
export const emitUnary = (node: UnaryNode, scope: EmitScope): EmittedValue => BY_SIGN[node.value](node, scope);
