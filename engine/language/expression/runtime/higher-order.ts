import { countStep } from './budget.ts';
import { type Func, isBare } from './functions.ts';
import { refuse, truth } from './operators.ts';
import { emptySequence, type List } from './sequence.ts';

// In a tail call the interpreter passes bare functions, of which only lambdas can be called back.
const toCallable = (func: Func): Func => (isBare(func) ? refuse() : func);

/** Calls back with as many of the three arguments as the function accepts. */
const call = (func: Func, value: unknown, key: unknown, all: unknown): unknown => {
  countStep();
  if (func.arity >= 3) return func(value, key, all);
  return func.arity >= 2 ? func(value, key) : func(value);
};

const toFields = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};

/** `$map`. */
export const mapList = (list: List | undefined, func: Func): unknown => {
  if (list === undefined) return undefined;
  const made = emptySequence();
  for (let at = 0; at < list.length; at += 1) {
    const value = call(toCallable(func), list[at], at, list);
    if (value !== undefined) made.push(value);
  }
  return made;
};

/** `$filter`. */
export const filterList = (list: List | undefined, func: Func): unknown => {
  if (list === undefined) return undefined;
  const kept = emptySequence();
  for (let at = 0; at < list.length; at += 1) {
    if (truth(call(toCallable(func), list[at], at, list))) kept.push(list[at]);
  }
  return kept;
};

/** `$single`. */
export const findSingle = (list: List | undefined, func?: Func): unknown => {
  if (list === undefined) return undefined;
  const hits = list.filter((value, at) => func === undefined || truth(call(toCallable(func), value, at, list)));
  return hits.length === 1 ? hits[0] : refuse();
};

/** `$reduce`. */
export const reduceList = (list: List | undefined, func: Func, start?: unknown): unknown => {
  if (list === undefined) return undefined;
  if (func.arity < 2) return refuse();
  const useFirst = start === undefined && list.length > 0;
  let result = useFirst ? list[0] : start;
  for (let at = useFirst ? 1 : 0; at < list.length; at += 1) {
    countStep();
    const more = [at, list].slice(0, func.arity - 2);
    result = toCallable(func)(result, list[at], ...more);
  }
  return result;
};

/** `$each`. */
export const eachEntry = (object: unknown, func: Func): unknown => {
  const made = emptySequence();
  const fields = toFields(object);
  for (const key of Object.keys(fields)) {
    const value = call(toCallable(func), fields[key], key, object);
    if (value !== undefined) made.push(value);
  }
  return made;
};

/** `$sift`. */
export const siftObject = (object: unknown, func: Func): unknown => {
  const kept: Record<string, unknown> = Object.create(null);
  const fields = toFields(object);
  for (const key of Object.keys(fields)) {
    if (truth(call(toCallable(func), fields[key], key, object))) kept[key] = fields[key];
  }
  return Object.keys(kept).length === 0 ? undefined : kept;
};
