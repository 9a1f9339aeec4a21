import type { Ast, NodeOf } from '../ast.ts';
import type { BuiltinName } from '../builtins.ts';
import { type Code, js } from '../code.ts';
import {
  addConstant,
  bindValue,
  containsNode,
  type EmitScope,
  type EmittedValue,
  emit,
  failCompilation,
} from '../emit-scope.ts';
import { canBe, isOnly, KIND } from '../kinds.ts';
import { parseExpression } from '../parse.ts';
import { emitArrow, isDirect } from './lambda.ts';
import { emitTruthTest } from './truth.ts';

/** A call written out; `slow` is the same call through its signature. Undefined where the arguments do not suit. */
type Inline = (args: readonly EmittedValue[], scope: EmitScope, slow: Code) => EmittedValue | undefined;

const addNothing = (kinds: number) => (canBe(kinds, KIND.nothing) ? KIND.nothing : 0);

const inlineOne =
  (make: (value: EmittedValue, scope: EmitScope, slow: Code) => EmittedValue): Inline =>
  (args, scope, slow) => {
    const [value] = args;
    return value && args.length === 1 ? make(value, scope, slow) : undefined;
  };

const emitTruthOrNothing = (value: EmittedValue, scope: EmitScope, sign: (code: Code) => Code): EmittedValue => {
  const kinds = KIND.boolean | addNothing(value.kinds);
  const test = sign(emitTruthTest(value, scope));
  return bindValue(scope, kinds === KIND.boolean ? test : js`${value.code} === undefined ? undefined : ${test}`, kinds);
};

/** A text that is short enough to need no counting. */
const isShort = (code: Code): Code => js`${code}.length < 4096`;

const inlineTextMethod = (call: (code: Code) => Code) =>
  inlineOne(({ code, kinds }, scope, slow) => {
    if (isOnly(kinds, KIND.text)) return bindValue(scope, js`${isShort(code)} ? ${call(code)} : ${slow}`, KIND.text);
    const test = js`typeof ${code} === 'string' && ${isShort(code)}`;
    return bindValue(scope, js`${test} ? ${call(code)} : ${slow}`, KIND.text | KIND.nothing);
  });

const emitAsText = ({ code, kinds }: EmittedValue, scope: EmitScope): EmittedValue => {
  if (isOnly(kinds, KIND.text)) return { code, kinds };
  const other = canBe(kinds, KIND.nothing) ? js`${code} === undefined ? undefined : text(${code})` : js`text(${code})`;
  return bindValue(scope, js`typeof ${code} === 'string' ? ${code} : ${other}`, KIND.text | addNothing(kinds));
};

const inlineContains: Inline = (args, scope, slow) => {
  const [text, token] = args;
  if (!text || !token || args.length !== 2 || isOnly(token.kinds, KIND.function)) return undefined;
  const isText = isOnly(token.kinds, KIND.text) ? js`true` : js`typeof ${token.code} === 'string'`;
  const test = js`typeof ${text.code} === 'string' && ${isText} && ${isShort(text.code)}`;
  return bindValue(scope, js`${test} ? ${text.code}.includes(${token.code}) : ${slow}`, KIND.boolean | KIND.nothing);
};

/** Calls that generated code does itself. */
export const INLINE: { readonly [N in BuiltinName]?: Inline } = {
  exists: inlineOne(({ code }, scope) => bindValue(scope, js`${code} !== undefined`, KIND.boolean)),
  not: inlineOne((value, scope) => emitTruthOrNothing(value, scope, (test) => js`!(${test})`)),
  boolean: inlineOne((value, scope) => emitTruthOrNothing(value, scope, (test) => test)),
  count: inlineOne(({ code }, scope) =>
    bindValue(scope, js`isList(${code}) ? ${code}.length : ${code} === undefined ? 0 : 1`, KIND.number),
  ),
  string: inlineOne(emitAsText),
  lowercase: inlineTextMethod((code) => js`${code}.toLowerCase()`),
  uppercase: inlineTextMethod((code) => js`${code}.toUpperCase()`),
  number: inlineOne(({ code }, scope, slow) => {
    const text = js`typeof ${code} === 'string' ? decimal(${code}) ?? ${slow} : ${slow}`;
    return bindValue(scope, js`typeof ${code} === 'number' ? ${code} : ${text}`, KIND.number | KIND.nothing);
  }),
  contains: inlineContains,
};

/** A call whose arguments are not all made values: a lambda or a regular expression that is written in place. */
type InPlace = (first: EmittedValue | undefined, nodes: readonly Ast[], scope: EmitScope) => EmittedValue | undefined;

const emitOverList =
  (call: Code): InPlace =>
  (first, nodes, scope) => {
    const lambda = nodes.at(-1);
    if (nodes.length + (first ? 1 : 0) !== 2 || !isDirect(lambda)) return undefined;
    const [node] = nodes;
    const value = first ?? (node && emit(node, scope));
    // A function here would have to be wrapped as every argument is.
    if (!value || canBe(value.kinds, KIND.function)) return undefined;
    const list = isOnly(value.kinds, KIND.list) ? value.code : js`listArgument(${value.code})`;
    return bindValue(scope, js`${call}(${list}, ${emitArrow(lambda, scope).code})`);
  };

const inlineContainsRegex: InPlace = (first, nodes, scope) => {
  const regex = nodes.at(-1);
  if (nodes.length + (first ? 1 : 0) !== 2 || regex?.type !== 'regex' || regex.predicate || regex.group)
    return undefined;
  const [node] = nodes;
  const text = first ?? (node && emit(node, scope));
  if (!text) return undefined;
  const test = js`regexTest(${addConstant(scope.unit, new RegExp(regex.value))}, ${text.code})`;
  const other = js`${text.code} === undefined ? undefined : refuse()`;
  return bindValue(scope, js`typeof ${text.code} === 'string' ? ${test} : ${other}`, KIND.boolean | KIND.nothing);
};

const isLiteral = (node: Ast | undefined): node is NodeOf<'string'> =>
  node?.type === 'string' && !node.predicate && !node.group;

/** `$eval` of a literal: its expression replaces the call. */
const inlineEvalLiteral: InPlace = (first, nodes, scope) => {
  const [text, input] = nodes;
  if (first || !isLiteral(text) || nodes.length > 2) return undefined;
  if (!input) return emit(parseLiteral(text.value), { ...scope, bindable: false });
  const given = emit(input, scope);
  const context = bindValue(scope, js`${given.code} === undefined ? ${scope.context.code} : rootOf(${given.code})`);
  return emit(parseLiteral(text.value), { ...scope, bindable: false, context });
};

const parseLiteral = (source: string): Ast => {
  try {
    const ast = parseExpression(source);
    return containsNode(ast, ({ tuple }) => tuple === true)
      ? failCompilation('$eval of variables bound in a path')
      : ast;
  } catch {
    return failCompilation('$eval of what does not parse, or binds variables in a path');
  }
};

/** Calls with an argument that need not become a value. */
export const IN_PLACE: { readonly [N in BuiltinName]?: InPlace } = {
  map: emitOverList(js`mapDirect`),
  filter: emitOverList(js`filterDirect`),
  contains: inlineContainsRegex,
  eval: inlineEvalLiteral,
};
