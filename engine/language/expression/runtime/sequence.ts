import { countStep } from './budget.ts';

/** Array with the flags of jsonata: a `sequence` of one value unwraps, a `cons` list is not flattened. */
export interface List extends Array<unknown> {
  sequence?: boolean;
  keepSingleton?: boolean;
  cons?: boolean;
  outerWrapper?: boolean;
  tupleStream?: boolean;
}

export const isList = (value: unknown): value is List => Array.isArray(value);

const isSequence = (value: unknown): value is List => Array.isArray(value) && (value as List).sequence === true;

/** Creates an empty sequence. */
export const emptySequence = (): List => {
  const made: List = [];
  made.sequence = true;
  return made;
};

/** Creates a sequence of one value, which may be undefined. */
export const toSequence = (value: unknown): List => {
  const made: List = [value];
  made.sequence = true;
  return made;
};

/** `createSequence` of jsonata: with an argument, even undefined, a sequence of it. */
export const createSequence = (...values: unknown[]): List =>
  values.length === 1 ? toSequence(values[0]) : emptySequence();

/** Unwraps the value of a node: an empty sequence is undefined, a sequence of one value is that value. */
export const normalize = (value: unknown): unknown => {
  if (!isSequence(value) || value.tupleStream) return value;
  if (value.length === 0) return undefined;
  return value.length === 1 && !value.keepSingleton ? value[0] : value;
};

/** Unwraps the value of a node marked with `[]`: a single value stays in its list. */
export const normalizeKeeping = (value: unknown): unknown => {
  if (isSequence(value) && !value.tupleStream) value.keepSingleton = true;
  return normalize(value);
};

/**
 * Builds the list that a step leaves from the results of its evaluations. In paths a value that is not a list represents
 * a sequence of itself, and undefined an empty one.
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

/** `flatten` for a step with one evaluation. */
export const flattenOne = (result: unknown, last: boolean): unknown =>
  isList(result) ? flatten([result], last) : result;

/** Evaluates a step over a path's current list; `evaluate` returns the value of the step for one item. */
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

/** Evaluates the first step of a path over its context; an undefined context counts as one item. */
export const firstStep = (context: unknown, evaluate: (item: unknown) => unknown, last: boolean): unknown =>
  isList(context) ? stepList(context, evaluate, last) : flattenOne(evaluate(context), last);

/** Returns the value of a path with `[]`: always a list, or undefined if it is empty. */
export const keepList = (current: unknown): unknown => {
  if (current === undefined) return keepList(emptySequence());
  if (!isList(current)) return keepList(toSequence(current));
  if (current.sequence === true) current.keepSingleton = true;
  else if (current.cons) return keepList(toSequence(current));
  return current;
};

/** Converts a path's list to a list. */
export const whole = (current: unknown): List => {
  if (current === undefined) return emptySequence();
  return isList(current) ? current : toSequence(current);
};

/** Returns true if a path's list is empty, so that later steps are skipped. */
export const isEmpty = (current: unknown): boolean =>
  current === undefined || (isList(current) && current.length === 0);

/** Marks a list that is not flattened into the surrounding one. */
export const asCons = (list: List): List => Object.defineProperty(list, 'cons', { value: true });

/** Converts a variable's value to a path's list. */
export const enter = (value: unknown): unknown => (isList(value) && value.cons ? toSequence(value) : value);

/** Converts a value to the list that a path starts with. */
export const asList = (value: unknown): List => (isList(value) ? value : toSequence(value));

/** Returns the context as `$`. */
export const self = (context: unknown): unknown => (isList(context) && context.outerWrapper ? context[0] : context);

/** Wraps the input as the first context: a list of the payload is one item. */
export const toRoot = (input: unknown): unknown => {
  if (!isList(input) || input.sequence) return input;
  const root = toSequence(input);
  root.outerWrapper = true;
  return root;
};
