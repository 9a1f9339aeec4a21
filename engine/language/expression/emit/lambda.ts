import type { Ast, LambdaNode } from '../ast.ts';
import { type Code, joinCode, js, numberLiteral } from '../code.ts';
import {
  addConstant,
  addLines,
  bindValue,
  branchScope,
  containsNode,
  createName,
  type EmitScope,
  type EmittedValue,
  emit,
  emitTail,
  type Frame,
  failCompilation,
} from '../emit-scope.ts';
import { KIND } from '../kinds.ts';
import { emitNormalize } from './carry.ts';
import { createBlockFrame, emitStatements } from './control.ts';
import { emitTruthTest } from './truth.ts';

const isThunk = (node: Ast) => node.type === 'lambda' && node.thunk === true;

/** Returns true if a body may end with a tail call. */
const endsInCall = (node: Ast): boolean => {
  if (node.type === 'condition') return endsInCall(node.then) || (node.else !== undefined && endsInCall(node.else));
  if (node.type === 'block') return node.expressions.slice(-1).some(endsInCall);
  return isThunk(node);
};

type Keeps = readonly (boolean | undefined)[];

const emitReturnValue = (value: EmittedValue, keeps: Keeps, scope: EmitScope) => {
  const unwrapped = keeps.reduce<EmittedValue>((inner, keep) => emitNormalize(inner, keep, scope), value);
  addLines(scope, js`return ${unwrapped.code};`);
};

/** Emits the return of a node's value. The nodes around a tail call do not unwrap its result; they unwrap all others. */
const emitReturn = (node: Ast, scope: EmitScope, keeps: Keeps): void => {
  if (!endsInCall(node)) {
    emitReturnValue(emit(node, scope), keeps, scope);
    return;
  }
  if (node.predicate || node.group) failCompilation('a predicate or a grouping over a tail call');
  const outer = [node.keepArray, ...keeps];
  if (node.type === 'condition') {
    const test = emitTruthTest(emit(node.condition, scope), scope);
    const yes = branchScope(scope);
    emitReturn(node.then, yes, outer);
    addLines(scope, js`if (${test}) {`, ...yes.lines, js`}`);
    if (node.else) emitReturn(node.else, scope, outer);
    return;
  }
  if (node.type === 'block') {
    const last = node.expressions.at(-1);
    if (last) emitReturn(last, emitStatements(node, scope), outer);
    return;
  }
  if (node.type === 'lambda' && node.body.type === 'function')
    addLines(scope, js`return ${emitTail(node.body, scope)};`);
};

const parameterNames = (node: LambdaNode): readonly string[] => {
  const names = node.arguments.map((argument) => argument.value);
  return new Set(names).size === names.length ? names : failCompilation('two parameters of one name');
};

/** Emits a lambda's arrow function; also returns whether it can end in a tail call for its caller. */
export const emitArrow = (node: LambdaNode, scope: EmitScope): { readonly code: Code; readonly tail: boolean } => {
  const names = parameterNames(node);
  const codes = names.map(() => createName(scope.unit, 'v'));
  const tail = { used: false };
  const inner: EmitScope = { ...scope, lines: [], bindable: true, tail };
  const frame = createBlockFrame([node.body], inner);
  const locals = frame.kind === 'block' ? new Map(frame.names) : new Map();
  for (const [at, name] of names.entries()) locals.set(name, { code: codes[at] as Code, bound: true });
  const own: Frame = { kind: 'block', outer: scope.frame, names: locals };
  emitReturn(node.body, { ...inner, frame: own }, []);
  const code = js`(${joinCode(codes, ', ')}) => { count();\n${joinCode(inner.lines, '\n')}\n}`;
  return { code, tail: tail.used };
};

/** Emits `function($a) { … }`. */
export const emitLambda = (node: LambdaNode, scope: EmitScope): EmittedValue => {
  if (node.thunk) return failCompilation('a tail call where none is expected');
  const { code, tail } = emitArrow(node, scope);
  const arity = numberLiteral(node.arguments.length);
  if (node.signature) {
    const signature = addConstant(scope.unit, node.signature);
    return bindValue(scope, js`signedLambda(${code}, ${arity}, ${signature})`, KIND.function);
  }
  return bindValue(scope, js`${tail ? js`lambda` : js`plainLambda`}(${code}, ${arity})`, KIND.function);
};

/** Returns true for a lambda that can be called inline: without argument checks and tail calls. */
export const isDirect = (node: Ast | undefined): node is LambdaNode =>
  node?.type === 'lambda' && !node.signature && !node.predicate && !node.group && !containsNode(node.body, isThunk);
