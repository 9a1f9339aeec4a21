import type { Ast, LambdaNode } from '../ast.ts';
import { type Code, join, js, numeral } from '../code.ts';
import { KIND } from '../kinds.ts';
import {
  add,
  branch,
  constant,
  emit,
  emitTail,
  type Frame,
  fresh,
  hold,
  notCompiled,
  type Scope,
  some,
  type Value,
} from '../scope.ts';
import { normalized } from './carry.ts';
import { blockFrame, emitStatements } from './control.ts';
import { truthOf } from './truth.ts';

const isThunk = (node: Ast) => node.type === 'lambda' && node.thunk === true;

/** Whether what a body ends with is a tail call, on some way. */
const endsInCall = (node: Ast): boolean => {
  if (node.type === 'condition') return endsInCall(node.then) || (node.else !== undefined && endsInCall(node.else));
  if (node.type === 'block') return node.expressions.slice(-1).some(endsInCall);
  return isThunk(node);
};

type Keeps = readonly (boolean | undefined)[];

const returnValue = (value: Value, keeps: Keeps, scope: Scope) => {
  const unwrapped = keeps.reduce<Value>((inner, keep) => normalized(inner, keep, scope), value);
  add(scope, js`return ${unwrapped.code};`);
};

/** Returns what a node gives. A tail call's answer is not unwrapped by the nodes around it; every other one is. */
const emitReturn = (node: Ast, scope: Scope, keeps: Keeps): void => {
  if (!endsInCall(node)) {
    returnValue(emit(node, scope), keeps, scope);
    return;
  }
  if (node.predicate || node.group) notCompiled('a predicate or a grouping over a tail call');
  const outer = [node.keepArray, ...keeps];
  if (node.type === 'condition') {
    const test = truthOf(emit(node.condition, scope), scope);
    const yes = branch(scope);
    emitReturn(node.then, yes, outer);
    add(scope, js`if (${test}) {`, ...yes.lines, js`}`);
    if (node.else) emitReturn(node.else, scope, outer);
    return;
  }
  if (node.type === 'block') {
    const last = node.expressions.at(-1);
    if (last) emitReturn(last, emitStatements(node, scope), outer);
    return;
  }
  if (node.type === 'lambda' && node.body.type === 'function') add(scope, js`return ${emitTail(node.body, scope)};`);
};

const parametersOf = (node: LambdaNode): readonly string[] => {
  const names = node.arguments.map((argument) => argument.value);
  return new Set(names).size === names.length ? names : notCompiled('two parameters of one name');
};

/** A lambda's arrow function, and whether it can end in a tail call that its caller has to do. */
export const emitArrow = (node: LambdaNode, scope: Scope): { readonly code: Code; readonly tail: boolean } => {
  const names = parametersOf(node);
  const codes = names.map(() => fresh(scope.unit, 'v'));
  const tail = { used: false };
  const inner: Scope = { ...scope, lines: [], bindable: true, tail };
  const frame = blockFrame([node.body], inner);
  const locals = frame.kind === 'block' ? new Map(frame.names) : new Map();
  for (const [at, name] of names.entries()) locals.set(name, { code: codes[at] as Code, bound: true });
  const own: Frame = { kind: 'block', outer: scope.frame, names: locals };
  emitReturn(node.body, { ...inner, frame: own }, []);
  const code = js`(${join(codes, ', ')}) => { count();\n${join(inner.lines, '\n')}\n}`;
  return { code, tail: tail.used };
};

/** `function($a) { … }`. */
export const emitLambda = (node: LambdaNode, scope: Scope): Value => {
  if (node.thunk) return notCompiled('a tail call where none is expected');
  const { code, tail } = emitArrow(node, scope);
  const arity = numeral(node.arguments.length);
  if (node.signature) {
    const signature = constant(scope.unit, node.signature);
    return hold(scope, js`signedLambda(${code}, ${arity}, ${signature})`, KIND.function);
  }
  return hold(scope, js`${tail ? js`lambda` : js`plainLambda`}(${code}, ${arity})`, KIND.function);
};

/** Whether a node is a lambda that can be called in place: it checks nothing and leaves no call to its caller. */
export const isDirect = (node: Ast | undefined): node is LambdaNode =>
  node?.type === 'lambda' && !node.signature && !node.predicate && !node.group && !some(node.body, isThunk);
