import type { Ast, NodeOf } from '../ast.ts';
import type { BuiltinName } from '../builtins.ts';
import { type Code, js } from '../code.ts';
import { can, KIND, only } from '../kinds.ts';
import { parseExpression } from '../parse.ts';
import { constant, emit, hold, notCompiled, type Scope, some, type Value } from '../scope.ts';
import { emitArrow, isDirect } from './lambda.ts';
import { truthOf } from './truth.ts';

/** A call written out; `slow` is the same call through its signature. Undefined where the arguments do not suit. */
type Inline = (args: readonly Value[], scope: Scope, slow: Code) => Value | undefined;

const maybe = (kinds: number) => (can(kinds, KIND.nothing) ? KIND.nothing : 0);

const one =
  (make: (value: Value, scope: Scope, slow: Code) => Value): Inline =>
  (args, scope, slow) => {
    const [value] = args;
    return value && args.length === 1 ? make(value, scope, slow) : undefined;
  };

const truthOrNothing = (value: Value, scope: Scope, sign: (code: Code) => Code): Value => {
  const kinds = KIND.boolean | maybe(value.kinds);
  const test = sign(truthOf(value, scope));
  return hold(scope, kinds === KIND.boolean ? test : js`${value.code} === undefined ? undefined : ${test}`, kinds);
};

const textMethod = (call: (code: Code) => Code) =>
  one(({ code, kinds }, scope, slow) => {
    if (only(kinds, KIND.text)) return hold(scope, call(code), KIND.text);
    return hold(scope, js`typeof ${code} === 'string' ? ${call(code)} : ${slow}`, KIND.text | KIND.nothing);
  });

const asText = ({ code, kinds }: Value, scope: Scope): Value => {
  if (only(kinds, KIND.text)) return { code, kinds };
  const other = can(kinds, KIND.nothing) ? js`${code} === undefined ? undefined : text(${code})` : js`text(${code})`;
  return hold(scope, js`typeof ${code} === 'string' ? ${code} : ${other}`, KIND.text | maybe(kinds));
};

const contains: Inline = (args, scope, slow) => {
  const [text, token] = args;
  if (!text || !token || args.length !== 2 || only(token.kinds, KIND.function)) return undefined;
  const isText = only(token.kinds, KIND.text) ? js`true` : js`typeof ${token.code} === 'string'`;
  const test = js`typeof ${text.code} === 'string' && ${isText}`;
  return hold(scope, js`${test} ? ${text.code}.includes(${token.code}) : ${slow}`, KIND.boolean | KIND.nothing);
};

/** Calls that generated code does itself. */
export const INLINE: { readonly [N in BuiltinName]?: Inline } = {
  exists: one(({ code }, scope) => hold(scope, js`${code} !== undefined`, KIND.boolean)),
  not: one((value, scope) => truthOrNothing(value, scope, (test) => js`!(${test})`)),
  boolean: one((value, scope) => truthOrNothing(value, scope, (test) => test)),
  count: one(({ code }, scope) =>
    hold(scope, js`isList(${code}) ? ${code}.length : ${code} === undefined ? 0 : 1`, KIND.number),
  ),
  string: one(asText),
  lowercase: textMethod((code) => js`${code}.toLowerCase()`),
  uppercase: textMethod((code) => js`${code}.toUpperCase()`),
  number: one(({ code }, scope, slow) => {
    const text = js`typeof ${code} === 'string' ? decimal(${code}) ?? ${slow} : ${slow}`;
    return hold(scope, js`typeof ${code} === 'number' ? ${code} : ${text}`, KIND.number | KIND.nothing);
  }),
  contains,
};

/** A call whose arguments are not all made values: a lambda or a regular expression that is written in place. */
type InPlace = (first: Value | undefined, nodes: readonly Ast[], scope: Scope) => Value | undefined;

const overList =
  (call: Code): InPlace =>
  (first, nodes, scope) => {
    const lambda = nodes.at(-1);
    if (nodes.length + (first ? 1 : 0) !== 2 || !isDirect(lambda)) return undefined;
    const [node] = nodes;
    const value = first ?? (node && emit(node, scope));
    // A function here would have to be wrapped as every argument is.
    if (!value || can(value.kinds, KIND.function)) return undefined;
    const list = only(value.kinds, KIND.list) ? value.code : js`listArgument(${value.code})`;
    return hold(scope, js`${call}(${list}, ${emitArrow(lambda, scope).code})`);
  };

const containsRegex: InPlace = (first, nodes, scope) => {
  const regex = nodes.at(-1);
  if (nodes.length + (first ? 1 : 0) !== 2 || regex?.type !== 'regex' || regex.predicate || regex.group)
    return undefined;
  const [node] = nodes;
  const text = first ?? (node && emit(node, scope));
  if (!text) return undefined;
  const test = js`regexTest(${constant(scope.unit, new RegExp(regex.value))}, ${text.code})`;
  const other = js`${text.code} === undefined ? undefined : refuse()`;
  return hold(scope, js`typeof ${text.code} === 'string' ? ${test} : ${other}`, KIND.boolean | KIND.nothing);
};

const isLiteral = (node: Ast | undefined): node is NodeOf<'string'> =>
  node?.type === 'string' && !node.predicate && !node.group;

/** `$eval` of a literal: the expression in it stands where the call stands. */
const evalLiteral: InPlace = (first, nodes, scope) => {
  const [text, input] = nodes;
  if (first || !isLiteral(text) || nodes.length > 2) return undefined;
  if (!input) return emit(parsed(text.value), { ...scope, bindable: false });
  const given = emit(input, scope);
  const context = hold(scope, js`${given.code} === undefined ? ${scope.context.code} : rootOf(${given.code})`);
  return emit(parsed(text.value), { ...scope, bindable: false, context });
};

const parsed = (source: string): Ast => {
  try {
    const ast = parseExpression(source);
    return some(ast, ({ tuple }) => tuple === true) ? notCompiled('$eval of variables bound in a path') : ast;
  } catch {
    return notCompiled('$eval of what does not parse, or binds variables in a path');
  }
};

/** Calls with an argument that need not become a value. */
export const IN_PLACE: { readonly [N in BuiltinName]?: InPlace } = {
  map: overList(js`mapDirect`),
  filter: overList(js`filterDirect`),
  contains: containsRegex,
  eval: evalLiteral,
};
