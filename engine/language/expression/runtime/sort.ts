import { countStep } from './budget.ts';
import type { Func } from './functions.ts';
import { isNumeric, refuse } from './operators.ts';
import { isEmpty, isList, type List, toSequence } from './sequence.ts';
import type { Tuple } from './tuple.ts';

/** Returns true if the second value comes before the first. */
type Swap = (a: unknown, b: unknown) => boolean;

const merge = (left: List, right: List, swap: Swap): List => {
  const merged: List = [];
  let l = 0;
  let r = 0;
  while (l < left.length && r < right.length) {
    countStep();
    if (swap(left[l], right[r])) merged.push(right[r++]);
    else merged.push(left[l++]);
  }
  while (l < left.length) merged.push(left[l++]);
  while (r < right.length) merged.push(right[r++]);
  return merged;
};

// Splits like the interpreter, so that inconsistent comparisons result in the same order.
const mergeSort = (list: List, swap: Swap): List => {
  if (list.length <= 1) return list;
  const middle = Math.floor(list.length / 2);
  return merge(mergeSort(list.slice(0, middle), swap), mergeSort(list.slice(middle), swap), swap);
};

const isAll = (list: List, test: (value: unknown) => boolean) => list.filter((value) => !test(value)).length === 0;

const isText = (value: unknown) => typeof value === 'string';

const natural: Swap = (a, b) => (a as string) > (b as string);

/** `$sort`. */
export const sortList = (list: List | undefined, func?: Func): unknown => {
  if (list === undefined || list.length <= 1) return list;
  if (func === undefined) return isAll(list, isNumeric) || isAll(list, isText) ? mergeSort(list, natural) : refuse();
  // Only wrapped functions can be called here: in a tail call the interpreter passes a bare one and fails.
  if (func.kind !== 'closure') return refuse();
  return mergeSort(list, (a, b) => Boolean(func(a, b)));
};

/** Term of an order-by clause. */
export interface Term {
  readonly descending: boolean;
  readonly evaluate: (item: unknown, tuple?: Tuple) => unknown;
}

const isOrdered = (value: unknown): value is string | number => typeof value === 'string' || typeof value === 'number';

/** Compares two keys; missing ones are last in either direction. */
const order = (a: unknown, b: unknown, descending: boolean): number => {
  if (a === undefined) return b === undefined ? 0 : 1;
  if (b === undefined) return -1;
  if (!isOrdered(a) || !isOrdered(b) || typeof a !== typeof b) return refuse();
  if (a === b) return 0;
  return (a < b ? -1 : 1) * (descending ? -1 : 1);
};

const itemKey = (evaluate: Term['evaluate'], item: unknown) => evaluate(item);
const tupleKey = (evaluate: Term['evaluate'], tuple: unknown) => evaluate((tuple as Tuple)['@'], tuple as Tuple);

/** Evaluates `^(…)`: sorts a list by the terms; returns a single value as it is. */
export const orderBy = (input: unknown, terms: readonly Term[]): unknown => {
  if (!isList(input) || input.length <= 1) return input;
  const key = input.tupleStream ? tupleKey : itemKey;
  return mergeSort(input, (a, b) => {
    for (const { evaluate, descending } of terms) {
      const sign = order(key(evaluate, a), key(evaluate, b), descending);
      if (sign !== 0) return sign === 1;
    }
    return false;
  });
};

// A payload's list of one value represents a sequence here, and unwraps.
const asSequence = (list: unknown): unknown =>
  isList(list) && list.length === 1 && !list.sequence && !list.cons ? toSequence(list[0]) : list;

/** Evaluates an order-by step of a path; undefined for an empty list, so that later steps are skipped. */
export const sortStep = (current: unknown, terms: readonly Term[]): unknown =>
  isEmpty(current) ? undefined : orderBy(asSequence(current), terms);
