import { countStep } from './budget.ts';

/** An array with jsonata's flags: `sequence` ones unwrap when they hold one value, `cons` ones are not flattened. */
export interface List extends Array<unknown> {
  sequence?: boolean;
  keepSingleton?: boolean;
  cons?: boolean;
  outerWrapper?: boolean;
  tupleStream?: boolean;
}

export const isList = (value: unknown): value is List => Array.isArray(value);

const isSequence = (value: unknown): value is List => Array.isArray(value) && (value as List).sequence === true;

/** An empty sequence. */
export const emptySequence = (): List => {
  const made: List = [];
  made.sequence = true;
  return made;
};

/** A sequence of one value, which may be undefined. */
export const toSequence = (value: unknown): List => {
  const made: List = [value];
  made.sequence = true;
  return made;
};

/** What jsonata calls `createSequence`: with an argument, even an undefined one, a sequence of it. */
export const createSequence = (...values: unknown[]): List =>
  values.length === 1 ? toSequence(values[0]) : emptySequence();

/** What every node does to its value last: an empty sequence is nothing, one of a single value is that value. */
export const normalize = (value: unknown): unknown => {
  if (!isSequence(value) || value.tupleStream) return value;
  if (value.length === 0) return undefined;
  return value.length === 1 && !value.keepSingleton ? value[0] : value;
};

/** The same for a node that is marked with `[]`: a single value stays in its list. */
export const normalizeKeeping = (value: unknown): unknown => {
  if (isSequence(value) && !value.tupleStream) value.keepSingleton = true;
  return normalize(value);
};

/**
 * The list that a step leaves from what its evaluations gave. In paths a value that is no list stands for a sequence
 * of itself, and undefined for an empty one.
 */
export const flatten = (results: List, last: boolean): List => {
  const [first] = results;
  if (last && results.length === 1 && isList(first) && first.sequence !== true) return first;
  const flat = emptySequence();
  for (const result of results) {
    if (isList(result) && !result.cons) for (const value of result) flat.push(value);
    else flat.push(result);
  }
  return flat;
};

/** `flatten` for a step that was evaluated once. */
export const flattenOne = (result: unknown, last: boolean): unknown =>
  isList(result) ? flatten([result], last) : result;

/** One step over a path's current list; `evaluate` gives the step's value for one item. */
export const step = (current: unknown, evaluate: (item: unknown) => unknown, last: boolean): unknown => {
  if (!isList(current)) return current === undefined ? undefined : flattenOne(evaluate(current), last);
  return stepList(current, evaluate, last);
};

const stepList = (current: List, evaluate: (item: unknown) => unknown, last: boolean): List => {
  const results: List = [];
  for (const item of current) {
    countStep();
    const result = evaluate(item);
    if (result !== undefined) results.push(result);
  }
  return flatten(results, last);
};

/** The first step of a path over its context, which may be undefined: that counts as one item. */
export const firstStep = (context: unknown, evaluate: (item: unknown) => unknown, last: boolean): unknown =>
  isList(context) ? stepList(context, evaluate, last) : flattenOne(evaluate(context), last);

/** A path's value for a path that is marked with `[]` somewhere: always a list, unless there is nothing. */
export const keepList = (current: unknown): unknown => {
  if (current === undefined) return keepList(emptySequence());
  if (!isList(current)) return keepList(toSequence(current));
  if (current.sequence === true) current.keepSingleton = true;
  else if (current.cons) return keepList(toSequence(current));
  return current;
};

/** A path's list as a list. */
export const whole = (current: unknown): List => {
  if (current === undefined) return emptySequence();
  return isList(current) ? current : toSequence(current);
};

/** Whether a path's list is empty, so that its later steps are not taken. */
export const isEmpty = (current: unknown): boolean =>
  current === undefined || (isList(current) && current.length === 0);

/** A list that is not flattened into the list around it. */
export const asCons = (list: List): List => Object.defineProperty(list, 'cons', { value: true });

/** What a variable's value is as a path's list. */
export const enter = (value: unknown): unknown => (isList(value) && value.cons ? toSequence(value) : value);

/** A value as the list that a path begins with. */
export const asList = (value: unknown): List => (isList(value) ? value : toSequence(value));

/** The context as `$` gives it. */
export const self = (context: unknown): unknown => (isList(context) && context.outerWrapper ? context[0] : context);

/** An evaluation's input as its first context: a payload's list is one item. */
export const toRoot = (input: unknown): unknown => {
  if (!isList(input) || input.sequence) return input;
  const root = toSequence(input);
  root.outerWrapper = true;
  return root;
};
