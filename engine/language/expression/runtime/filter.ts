import { countStep } from './budget.ts';
import { isNumeric, refuse, truth } from './operators.ts';
import { emptySequence, isList, type List, toSequence } from './sequence.ts';
import type { Tuple } from './tuple.ts';

// A missing value counts as one item: `[{}].a[true]` keeps it.
const toList = (input: unknown): List => {
  if (!isList(input)) return toSequence(input);
  return input.tupleStream ? refuse() : input;
};

/** Evaluates `[n]`: the item at a position, counted from the end if negative. */
export const itemAt = (input: unknown, position: number): unknown => {
  if (isList(input) && input.tupleStream) return atTuples(input, position);
  const list = toList(input);
  const item = list[position < 0 ? list.length + position : position];
  return isList(item) || item === undefined ? (item ?? emptySequence()) : toSequence(item);
};

const isNumbers = (value: unknown): value is number[] =>
  isList(value) && value.filter((one) => !isNumeric(one)).length === 0;

const isHit = (positions: readonly number[], index: number, length: number) => {
  let found = 0;
  for (const position of positions) {
    const floor = Math.floor(position);
    if ((floor < 0 ? length + floor : floor) === index) found += 1;
  }
  return found;
};

/** Returns how often a predicate keeps the item at `index`: numbers select positions, other values by truth. */
const countKept = (answer: unknown, index: number, length: number): number => {
  if (isNumeric(answer)) return isHit([answer], index, length);
  if (isNumbers(answer)) return isHit(answer, index, length);
  return truth(answer) ? 1 : 0;
};

/** Evaluates `[predicate]` with any result. */
export const filter = (input: unknown, predicate: (item: unknown) => unknown): List => {
  const list = toList(input);
  const kept = emptySequence();
  for (let index = 0; index < list.length; index += 1) {
    countStep();
    const item = list[index];
    for (let times = countKept(predicate(item), index, list.length); times > 0; times -= 1) kept.push(item);
  }
  return kept;
};

/** Evaluates `[predicate]` with a result of true, false or undefined. */
export const filterTrue = (input: unknown, predicate: (item: unknown) => unknown): List => {
  const kept = emptySequence();
  for (const item of toList(input)) {
    countStep();
    if (predicate(item) === true) kept.push(item);
  }
  return kept;
};

const toTuple = (value: unknown) => value as Tuple;

const selectTuples = (tuples: List, predicate: (item: unknown, tuple: Tuple) => unknown): List => {
  const kept = emptySequence();
  kept.tupleStream = true;
  for (let index = 0; index < tuples.length; index += 1) {
    countStep();
    const tuple = toTuple(tuples[index]);
    const answer = predicate(tuple['@'], tuple);
    for (let times = countKept(answer, index, tuples.length); times > 0; times -= 1) kept.push(tuple);
  }
  return kept;
};

/**
 * Evaluates `[predicate]` over tuples with their values and variables; after a sort, as in the interpreter, with the
 * tuple itself.
 */
export const filterTuples = (tuples: unknown, predicate: (item: unknown, tuple?: Tuple) => unknown): List =>
  isList(tuples) && tuples.tupleStream ? selectTuples(tuples, predicate) : filter(tuples, predicate);

/** Evaluates `[n]` over tuples. */
export const atTuples = (tuples: List, position: number): List => {
  const kept = emptySequence();
  if (tuples.tupleStream) kept.tupleStream = true;
  const tuple = tuples[position < 0 ? tuples.length + position : position];
  if (tuple !== undefined) kept.push(tuple);
  return kept;
};
