import type { Ast, PathNode, Stage } from '../ast.ts';
import { type Code, js, numeral, quote } from '../code.ts';
import { ANY } from '../kinds.ts';
import { add, branch, emit, fresh, hold, notCompiled, type Scope, type Value } from '../scope.ts';
import { closure, grouped } from './carry.ts';
import { emitSteps, termsOf } from './path.ts';

const TUPLES = { tuples: true } as const;

const optional = (text: string | undefined): Code => (text === undefined ? js`undefined` : quote(text));

const marksOf = (step: Ast): Code => {
  const [focus, index, ancestor] = [step.focus, step.index, step.ancestor?.label].map(optional);
  return js`{ focus: ${focus as Code}, index: ${index as Code}, ancestor: ${ancestor as Code} }`;
};

const staged = (tuples: Code, stage: Stage, scope: Scope): Code => {
  if (stage.type === 'index') return js`indexTuples(${tuples}, ${quote(stage.value)})`;
  const { expr } = stage;
  if (expr.type === 'number') return js`atTuples(${tuples}, ${numeral(Math.floor(expr.value))})`;
  const predicate = closure(scope, (inner) => emit(expr, inner), TUPLES);
  return js`filterTuples(${tuples}, ${predicate.code})`;
};

const stepped = (tuples: Code, step: Ast, scope: Scope): Code => {
  if (step.type === 'sort') return js`orderBy(${tuples}, ${termsOf(step, scope, true)})`;
  const each = closure(scope, (inner) => emit(step, inner), TUPLES);
  return js`tupleStep(${tuples}, ${each.code}, ${marksOf(step)})`;
};

/** The first step whose tuples carry something: from a list of values, not of tuples. */
const begun = (list: Code, step: Ast, scope: Scope): Code => {
  if (step.type !== 'sort') return stepped(js`tuplesOf(${list})`, step, scope);
  // Without a name of its own stock uses the text "undefined" for one.
  return js`indexSorted(sortStep(${list}, ${termsOf(step, scope, false)}), ${quote(step.index ?? 'undefined')})`;
};

const tuplesFrom = (list: Code, steps: readonly Ast[], scope: Scope): Code => {
  const [first, ...rest] = steps;
  let tuples = first ? hold(scope, begun(list, first, scope)).code : list;
  for (const stage of first?.stages ?? []) tuples = hold(scope, staged(tuples, stage, scope)).code;
  for (const step of rest) {
    tuples = hold(scope, stepped(tuples, step, scope)).code;
    for (const stage of step.stages ?? []) tuples = hold(scope, staged(tuples, stage, scope)).code;
  }
  return tuples;
};

const firstList = (first: Ast, { context }: Scope): Code =>
  first.type === 'variable' ? js`sequenceOf(${context.code})` : js`asList(${context.code})`;

const resultOf = (node: PathNode, tuples: Code, scope: Scope): Code => {
  if (node.tuple || node.group) return tuples;
  const values = hold(scope, js`tupleValues(${tuples})`).code;
  return node.keepSingletonArray ? js`keepList(${values})` : values;
};

/** The value of a path that came to nothing before its first tuple. */
const leftOver = (node: PathNode, first: Ast, list: Code): Code => {
  const left = first.consarray ? list : js`undefined`;
  return node.keepSingletonArray ? js`keepList(${left})` : left;
};

/** A path in which a step binds a variable (`@`, `#`) or is looked back to (`%`). */
export const emitTuplePath = (node: PathNode, scope: Scope): Value => {
  const [first] = node.steps;
  const start = node.steps.findIndex((step) => step.tuple);
  if (!first || (first.consarray && start === 0))
    return notCompiled('a variable bound to a list constructor in a path');
  const code = fresh(scope.unit);
  const list = start === 0 ? firstList(first, scope) : emitSteps(node.steps.slice(0, start), scope, 'none').code;
  const inner = branch(scope);
  const result = resultOf(node, tuplesFrom(start === 0 ? list : code, node.steps.slice(start), inner), inner);
  const isDone = start === 0 ? js`false` : js`isEmpty(${code})`;
  add(scope, js`let ${code} = ${list};`, js`if (!${isDone}) {`, ...inner.lines, js`${code} = ${result}; }`);
  if (start > 0) add(scope, js`else ${code} = ${leftOver(node, first, code)};`);
  const value: Value = { code, kinds: ANY };
  return node.group ? grouped(value, node.group, scope, true) : value;
};
