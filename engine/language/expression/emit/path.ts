import type { Ast, PathNode, SortNode } from '../ast.ts';
import { type Code, joinCode, js } from '../code.ts';
import {
  addLines,
  bindValue,
  branchScope,
  createName,
  type EmitScope,
  type EmittedValue,
  emit,
} from '../emit-scope.ts';
import { ANY, canBe, isOnly, KIND, PAYLOAD } from '../kinds.ts';
import { emitClosure, emitFilter, emitGroup } from './carry.ts';
import { emitNames, type PathEnd } from './names.ts';
import { emitNarrow, isNarrow, type NarrowStep } from './narrow.ts';

/** Progress of a path: its list so far and the next step. A value that is not a list represents a list of itself. */
interface Progress {
  readonly list: EmittedValue;
  readonly next: number;
}

const isPlainName = (step: Ast | undefined) => step?.type === 'name' && !step.stages && !step.predicate && !step.group;

/** Returns the consecutive names starting at a step. */
const takeNames = (steps: readonly Ast[], from: number): string[] => {
  const end = steps.findIndex((step, at) => at >= from && !isPlainName(step));
  return steps.slice(from, end < 0 ? steps.length : end).map((step) => (step.type === 'name' ? step.value : ''));
};

const pathEnd = (steps: readonly Ast[], next: number, end: PathEnd): PathEnd => (next === steps.length ? end : 'none');

const isLast = (steps: readonly Ast[], next: number, end: PathEnd): Code =>
  end !== 'none' && next === steps.length ? js`true` : js`false`;

/** Emits a step for one item: its value, filtered by its predicates. */
const emitStep = (step: Ast, scope: EmitScope): EmittedValue => {
  let value = emit(step, { ...scope, bindable: false });
  for (const stage of step.stages ?? []) value = emitFilter(value, stage, scope);
  return value;
};

const emitFirstVariable = (steps: readonly Ast[], variable: Ast, scope: EmitScope, end: PathEnd): Progress => {
  const value = emitStep(variable, scope);
  const keys = takeNames(steps, 1);
  const next = 1 + keys.length;
  if (keys.length === 0) {
    return { list: bindValue(scope, js`flattenOne(${value.code}, ${isLast(steps, 1, end)})`), next };
  }
  const base = value.pure ? value : bindValue(scope, js`enter(${value.code})`);
  return { list: emitNames(base, keys, scope, pathEnd(steps, next, end)), next };
};

const emitFirstGeneral = (steps: readonly Ast[], step: Ast, scope: EmitScope, end: PathEnd): Progress => {
  const last = isLast(steps, 1, end);
  const { context } = scope;
  if (canBe(context.kinds, KIND.list | KIND.sequence)) {
    const each = emitClosure(scope, (inner) => emitStep(step, inner), { pure: context.pure === true });
    return { list: bindValue(scope, js`firstStep(${context.code}, ${each.code}, ${last})`), next: 1 };
  }
  if (isNarrow(step, context, scope)) return { list: emitNarrow(step, context, scope), next: 1 };
  const value = emitStep(step, scope);
  return { list: { ...bindValue(scope, js`flattenOne(${value.code}, ${last})`), pure: value.pure === true }, next: 1 };
};

const emitFirst = (steps: readonly Ast[], scope: EmitScope, end: PathEnd): Progress => {
  const [first] = steps;
  if (!first) return { list: scope.context, next: 0 };
  const keys = takeNames(steps, 0);
  if (keys.length > 0) {
    return { list: emitNames(scope.context, keys, scope, pathEnd(steps, keys.length, end)), next: keys.length };
  }
  return first.type === 'variable'
    ? emitFirstVariable(steps, first, scope, end)
    : emitFirstGeneral(steps, first, scope, end);
};

/** Emits the terms of an order-by clause for the runtime. */
export const emitSortTerms = (node: SortNode, scope: EmitScope, tuples: boolean): Code => {
  const terms = node.terms.map(({ expression, descending }) => {
    const key = emitClosure(scope, (inner) => emit(expression, inner), { tuples });
    return js`{ descending: ${descending ? js`true` : js`false`}, evaluate: ${key.code} }`;
  });
  return js`[${joinCode(terms, ', ')}]`;
};

const emitSort = (step: SortNode, list: EmittedValue, scope: EmitScope): EmittedValue => {
  const value = bindValue(scope, js`sortStep(${list.code}, ${emitSortTerms(step, scope, false)})`);
  if (!step.stages) return value;
  const code = createName(scope.unit);
  const inner = branchScope(scope);
  let kept = value;
  for (const stage of step.stages) kept = emitFilter(kept, stage, inner);
  addLines(
    scope,
    js`let ${code};`,
    js`if (${value.code} !== undefined) {`,
    ...inner.lines,
    js`${code} = ${kept.code}; }`,
  );
  return { code, kinds: ANY };
};

/** Emits a step with a fast path for values that are not lists, the common case. */
const emitUnlessList = (
  step: NarrowStep,
  list: EmittedValue,
  scope: EmitScope,
  overAny: (inner: EmitScope) => Code,
): EmittedValue => {
  const code = createName(scope.unit);
  const [slow, quick] = [branchScope(scope), branchScope(scope)];
  const any = overAny(slow);
  const value = emitNarrow(step, { ...list, kinds: PAYLOAD & ~KIND.list }, quick);
  addLines(scope, js`let ${code};`, js`if (isList(${list.code})) {`, ...slow.lines, js`${code} = ${any};`);
  addLines(scope, js`} else if (${list.code} !== undefined) {`, ...quick.lines, js`${code} = ${value.code}; }`);
  return { code, kinds: ANY, pure: true };
};

const emitNext = (steps: readonly Ast[], { list, next }: Progress, scope: EmitScope, end: PathEnd): Progress => {
  const keys = takeNames(steps, next);
  const pure = list.pure === true;
  if (keys.length > 0) {
    const base = { ...list, pure: false };
    const value = emitNames(base, keys, scope, pathEnd(steps, next + keys.length, end));
    return { list: { ...value, pure }, next: next + keys.length };
  }
  const step = steps[next];
  if (!step) return { list, next: next + 1 };
  if (step.type === 'sort') return { list: emitSort(step, list, scope), next: next + 1 };
  const last = isLast(steps, next + 1, end);
  const overAny = (inner: EmitScope) => {
    const each = emitClosure(inner, (one) => emitStep(step, one), { pure });
    return js`step(${list.code}, ${each.code}, ${last})`;
  };
  if (!isNarrow(step, list, scope)) return { list: bindValue(scope, overAny(scope)), next: next + 1 };
  return { list: emitUnlessList(step, list, scope, overAny), next: next + 1 };
};

const emitRest = (steps: readonly Ast[], from: Progress, scope: EmitScope, end: PathEnd): EmittedValue => {
  let progress = from;
  while (progress.next < steps.length) progress = emitNext(steps, progress, scope, end);
  return progress.list;
};

// A predicate on the constructor may leave another value, over which the interpreter iterates differently.
const emitListOnly = (value: EmittedValue, scope: EmitScope, end: PathEnd): EmittedValue => {
  if (isOnly(value.kinds, KIND.list)) return value;
  const { code } = value;
  const isNothing = end === 'value' ? js`${code} === undefined` : js`false`;
  return bindValue(scope, js`${isNothing} || isList(${code}) ? ${code} : refuse()`);
};

// A path that starts with a list constructor does not iterate over its context, and an empty constructor is its value.
const emitFromConstructor = (steps: readonly Ast[], first: Ast, scope: EmitScope, end: PathEnd): EmittedValue => {
  const { context } = scope;
  const items = canBe(context.kinds, KIND.list)
    ? bindValue(scope, js`asList(${context.code})`)
    : bindValue(scope, js`sequenceOf(${context.code})`);
  const made = emitListOnly(emit(first, { ...scope, context: items, bindable: false }), scope, end);
  const code = createName(scope.unit);
  const inner = branchScope(scope);
  const rest = emitRest(steps, { list: made, next: 1 }, inner, end);
  addLines(
    scope,
    js`let ${code} = ${made.code};`,
    js`if (!isEmpty(${code})) {`,
    ...inner.lines,
    js`${code} = ${rest.code}; }`,
  );
  return { code, kinds: ANY };
};

/** Emits the list that these steps leave; `end` describes what follows. */
export const emitSteps = (steps: readonly Ast[], scope: EmitScope, end: PathEnd): EmittedValue => {
  const [first] = steps;
  if (first?.consarray) return emitFromConstructor(steps, first, scope, end);
  return emitRest(steps, emitFirst(steps, scope, end), scope, end);
};

// A path can be marked with `[]` as a whole, without any of its steps.
const emitKeptList = (node: PathNode, list: EmittedValue, scope: EmitScope): EmittedValue => {
  const kinds = KIND.list | KIND.sequence;
  if (node.keepSingletonArray) return bindValue(scope, js`keepList(${list.code})`, kinds);
  return node.keepArray ? bindValue(scope, js`whole(${list.code})`, kinds) : list;
};

/** Emits a path: consecutive steps over lists, then the grouping. */
export const emitPath = (node: PathNode, scope: EmitScope): EmittedValue => {
  const end = node.group || node.keepArray || node.keepSingletonArray ? 'list' : 'value';
  const list = emitSteps(node.steps, scope, end);
  const kept = emitKeptList(node, list, scope);
  return node.group ? emitGroup(kept, node.group, scope) : kept;
};
