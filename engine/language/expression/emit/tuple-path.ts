import type { Ast, PathNode, Stage } from '../ast.ts';
import { type Code, js, numberLiteral, quoteText } from '../code.ts';
import {
  addLines,
  bindValue,
  branchScope,
  createName,
  type EmitScope,
  type EmittedValue,
  emit,
  failCompilation,
} from '../emit-scope.ts';
import { ANY } from '../kinds.ts';
import { emitClosure, emitGroup } from './carry.ts';
import { emitSortTerms, emitSteps } from './path.ts';

const TUPLES = { tuples: true } as const;

const quoteOptional = (text: string | undefined): Code => (text === undefined ? js`undefined` : quoteText(text));

const emitMarks = (step: Ast): Code => {
  const [focus, index, ancestor] = [step.focus, step.index, step.ancestor?.label].map(quoteOptional);
  return js`{ focus: ${focus as Code}, index: ${index as Code}, ancestor: ${ancestor as Code} }`;
};

const emitStage = (tuples: Code, stage: Stage, scope: EmitScope): Code => {
  if (stage.type === 'index') return js`indexTuples(${tuples}, ${quoteText(stage.value)})`;
  const { expr } = stage;
  if (expr.type === 'number') return js`atTuples(${tuples}, ${numberLiteral(Math.floor(expr.value))})`;
  const predicate = emitClosure(scope, (inner) => emit(expr, inner), TUPLES);
  return js`filterTuples(${tuples}, ${predicate.code})`;
};

const emitStep = (tuples: Code, step: Ast, scope: EmitScope): Code => {
  if (step.type === 'sort') return js`orderBy(${tuples}, ${emitSortTerms(step, scope, true)})`;
  const each = emitClosure(scope, (inner) => emit(step, inner), TUPLES);
  return js`tupleStep(${tuples}, ${each.code}, ${emitMarks(step)})`;
};

/** Emits the first step whose tuples carry variables: from a list of values, not of tuples. */
const emitFirstTuples = (list: Code, step: Ast, scope: EmitScope): Code => {
  if (step.type !== 'sort') return emitStep(js`tuplesOf(${list})`, step, scope);
  // The interpreter uses the text "undefined" for a missing name.
  return js`indexSorted(sortStep(${list}, ${emitSortTerms(step, scope, false)}), ${quoteText(step.index ?? 'undefined')})`;
};

const emitTuples = (list: Code, steps: readonly Ast[], scope: EmitScope): Code => {
  const [first, ...rest] = steps;
  let tuples = first ? bindValue(scope, emitFirstTuples(list, first, scope)).code : list;
  for (const stage of first?.stages ?? []) tuples = bindValue(scope, emitStage(tuples, stage, scope)).code;
  for (const step of rest) {
    tuples = bindValue(scope, emitStep(tuples, step, scope)).code;
    for (const stage of step.stages ?? []) tuples = bindValue(scope, emitStage(tuples, stage, scope)).code;
  }
  return tuples;
};

const emitFirstList = (first: Ast, { context }: EmitScope): Code =>
  first.type === 'variable' ? js`sequenceOf(${context.code})` : js`asList(${context.code})`;

const emitResult = (node: PathNode, tuples: Code, scope: EmitScope): Code => {
  if (node.tuple || node.group) return tuples;
  const values = bindValue(scope, js`tupleValues(${tuples})`).code;
  return node.keepSingletonArray ? js`keepList(${values})` : values;
};

/** Emits the value of a path that is empty before its first tuple. */
const emitEmptyResult = (node: PathNode, first: Ast, list: Code): Code => {
  const left = first.consarray ? list : js`undefined`;
  return node.keepSingletonArray ? js`keepList(${left})` : left;
};

/** Emits a path in which a step binds a variable (`@`, `#`) or a later one refers back to it (`%`). */
export const emitTuplePath = (node: PathNode, scope: EmitScope): EmittedValue => {
  const [first] = node.steps;
  const start = node.steps.findIndex((step) => step.tuple);
  if (!first || (first.consarray && start === 0))
    return failCompilation('a variable bound to a list constructor in a path');
  const code = createName(scope.unit);
  const list = start === 0 ? emitFirstList(first, scope) : emitSteps(node.steps.slice(0, start), scope, 'none').code;
  const inner = branchScope(scope);
  const result = emitResult(node, emitTuples(start === 0 ? list : code, node.steps.slice(start), inner), inner);
  const isDone = start === 0 ? js`false` : js`isEmpty(${code})`;
  addLines(scope, js`let ${code} = ${list};`, js`if (!${isDone}) {`, ...inner.lines, js`${code} = ${result}; }`);
  if (start > 0) addLines(scope, js`else ${code} = ${emitEmptyResult(node, first, code)};`);
  const value: EmittedValue = { code, kinds: ANY };
  return node.group ? emitGroup(value, node.group, scope, true) : value;
};
