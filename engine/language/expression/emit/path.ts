import type { Ast, PathNode, SortNode } from '../ast.ts';
import { type Code, join, js } from '../code.ts';
import { ANY, can, KIND, only, PAYLOAD } from '../kinds.ts';
import { add, branch, emit, fresh, hold, type Scope, type Value } from '../scope.ts';
import { closure, filtered, grouped } from './carry.ts';
import { type End, emitNames } from './names.ts';
import { emitNarrow, isNarrow, type NarrowStep } from './narrow.ts';

/** How far a path has come: its list so far, and the next step. A value that is no list is a list of itself. */
interface Progress {
  readonly list: Value;
  readonly next: number;
}

const isPlainName = (step: Ast | undefined) => step?.type === 'name' && !step.stages && !step.predicate && !step.group;

/** The names that stand next to each other from a step on. */
const namesFrom = (steps: readonly Ast[], from: number): string[] => {
  const end = steps.findIndex((step, at) => at >= from && !isPlainName(step));
  return steps.slice(from, end < 0 ? steps.length : end).map((step) => (step.type === 'name' ? step.value : ''));
};

const endAt = (steps: readonly Ast[], next: number, end: End): End => (next === steps.length ? end : 'none');

const isLast = (steps: readonly Ast[], next: number, end: End): Code =>
  end !== 'none' && next === steps.length ? js`true` : js`false`;

/** A step for one item: its value, filtered by its predicates. */
const emitStep = (step: Ast, scope: Scope): Value => {
  let value = emit(step, { ...scope, bindable: false });
  for (const stage of step.stages ?? []) value = filtered(value, stage, scope);
  return value;
};

const firstVariable = (steps: readonly Ast[], variable: Ast, scope: Scope, end: End): Progress => {
  const value = emitStep(variable, scope);
  const keys = namesFrom(steps, 1);
  const next = 1 + keys.length;
  if (keys.length === 0) {
    return { list: hold(scope, js`flattenOne(${value.code}, ${isLast(steps, 1, end)})`), next };
  }
  const base = value.pure ? value : hold(scope, js`enter(${value.code})`);
  return { list: emitNames(base, keys, scope, endAt(steps, next, end)), next };
};

const firstGeneral = (steps: readonly Ast[], step: Ast, scope: Scope, end: End): Progress => {
  const last = isLast(steps, 1, end);
  const { context } = scope;
  if (can(context.kinds, KIND.list | KIND.sequence)) {
    const each = closure(scope, (inner) => emitStep(step, inner), { pure: context.pure === true });
    return { list: hold(scope, js`firstStep(${context.code}, ${each.code}, ${last})`), next: 1 };
  }
  if (isNarrow(step, context, scope)) return { list: emitNarrow(step, context, scope), next: 1 };
  const value = emitStep(step, scope);
  return { list: { ...hold(scope, js`flattenOne(${value.code}, ${last})`), pure: value.pure === true }, next: 1 };
};

const emitFirst = (steps: readonly Ast[], scope: Scope, end: End): Progress => {
  const [first] = steps;
  if (!first) return { list: scope.context, next: 0 };
  const keys = namesFrom(steps, 0);
  if (keys.length > 0) {
    return { list: emitNames(scope.context, keys, scope, endAt(steps, keys.length, end)), next: keys.length };
  }
  return first.type === 'variable' ? firstVariable(steps, first, scope, end) : firstGeneral(steps, first, scope, end);
};

/** The terms of an order-by clause as the run-time takes them. */
export const termsOf = (node: SortNode, scope: Scope, tuples: boolean): Code => {
  const terms = node.terms.map(({ expression, descending }) => {
    const key = closure(scope, (inner) => emit(expression, inner), { tuples });
    return js`{ descending: ${descending ? js`true` : js`false`}, evaluate: ${key.code} }`;
  });
  return js`[${join(terms, ', ')}]`;
};

const sorted = (step: SortNode, list: Value, scope: Scope): Value => {
  const value = hold(scope, js`sortStep(${list.code}, ${termsOf(step, scope, false)})`);
  if (!step.stages) return value;
  const code = fresh(scope.unit);
  const inner = branch(scope);
  let kept = value;
  for (const stage of step.stages) kept = filtered(kept, stage, inner);
  add(scope, js`let ${code};`, js`if (${value.code} !== undefined) {`, ...inner.lines, js`${code} = ${kept.code}; }`);
  return { code, kinds: ANY };
};

/** A step that is quick over what is no list, the usual case, and slow over a list. */
const emitUnlessList = (step: NarrowStep, list: Value, scope: Scope, overAny: (inner: Scope) => Code): Value => {
  const code = fresh(scope.unit);
  const [slow, quick] = [branch(scope), branch(scope)];
  const any = overAny(slow);
  const value = emitNarrow(step, { ...list, kinds: PAYLOAD & ~KIND.list }, quick);
  add(scope, js`let ${code};`, js`if (isList(${list.code})) {`, ...slow.lines, js`${code} = ${any};`);
  add(scope, js`} else if (${list.code} !== undefined) {`, ...quick.lines, js`${code} = ${value.code}; }`);
  return { code, kinds: ANY, pure: true };
};

const emitNext = (steps: readonly Ast[], { list, next }: Progress, scope: Scope, end: End): Progress => {
  const keys = namesFrom(steps, next);
  const pure = list.pure === true;
  if (keys.length > 0) {
    const base = { ...list, pure: false };
    const value = emitNames(base, keys, scope, endAt(steps, next + keys.length, end));
    return { list: { ...value, pure }, next: next + keys.length };
  }
  const step = steps[next];
  if (!step) return { list, next: next + 1 };
  if (step.type === 'sort') return { list: sorted(step, list, scope), next: next + 1 };
  const last = isLast(steps, next + 1, end);
  const overAny = (inner: Scope) => {
    const each = closure(inner, (one) => emitStep(step, one), { pure });
    return js`step(${list.code}, ${each.code}, ${last})`;
  };
  if (!isNarrow(step, list, scope)) return { list: hold(scope, overAny(scope)), next: next + 1 };
  return { list: emitUnlessList(step, list, scope, overAny), next: next + 1 };
};

const emitRest = (steps: readonly Ast[], from: Progress, scope: Scope, end: End): Value => {
  let progress = from;
  while (progress.next < steps.length) progress = emitNext(steps, progress, scope, end);
  return progress.list;
};

// A predicate on the constructor may leave something else, over which stock goes in its own way.
const asListOnly = (value: Value, scope: Scope, end: End): Value => {
  if (only(value.kinds, KIND.list)) return value;
  const { code } = value;
  const isNothing = end === 'value' ? js`${code} === undefined` : js`false`;
  return hold(scope, js`${isNothing} || isList(${code}) ? ${code} : refuse()`);
};

// A path that begins with a list constructor does not go over its context, and an empty one is its value.
const emitFromConstructor = (steps: readonly Ast[], first: Ast, scope: Scope, end: End): Value => {
  const { context } = scope;
  const items = can(context.kinds, KIND.list)
    ? hold(scope, js`asList(${context.code})`)
    : hold(scope, js`sequenceOf(${context.code})`);
  const made = asListOnly(emit(first, { ...scope, context: items, bindable: false }), scope, end);
  const code = fresh(scope.unit);
  const inner = branch(scope);
  const rest = emitRest(steps, { list: made, next: 1 }, inner, end);
  add(
    scope,
    js`let ${code} = ${made.code};`,
    js`if (!isEmpty(${code})) {`,
    ...inner.lines,
    js`${code} = ${rest.code}; }`,
  );
  return { code, kinds: ANY };
};

/** The list that these steps leave; `end` says what follows. */
export const emitSteps = (steps: readonly Ast[], scope: Scope, end: End): Value => {
  const [first] = steps;
  if (first?.consarray) return emitFromConstructor(steps, first, scope, end);
  return emitRest(steps, emitFirst(steps, scope, end), scope, end);
};

// A path can be marked with `[]` as a whole, without any of its steps being so.
const keptList = (node: PathNode, list: Value, scope: Scope): Value => {
  const kinds = KIND.list | KIND.sequence;
  if (node.keepSingletonArray) return hold(scope, js`keepList(${list.code})`, kinds);
  return node.keepArray ? hold(scope, js`whole(${list.code})`, kinds) : list;
};

/** A path: steps one after the other over lists, then the grouping. */
export const emitPath = (node: PathNode, scope: Scope): Value => {
  const end = node.group || node.keepArray || node.keepSingletonArray ? 'list' : 'value';
  const list = emitSteps(node.steps, scope, end);
  const kept = keptList(node, list, scope);
  return node.group ? grouped(kept, node.group, scope) : kept;
};
