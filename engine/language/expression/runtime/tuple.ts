import { countStep } from './budget.ts';
import { append } from './functions.ts';
import { emptySequence, isList, type List } from './sequence.ts';

/** Item of a path with variables: its value under `@`, the others by variable name or parent label. */
export type Tuple = Record<string, unknown>;

/** Values that a step adds to each tuple that it creates. */
export interface TupleMarks {
  readonly focus: string | undefined;
  readonly index: string | undefined;
  readonly ancestor: string | undefined;
}

const tupleFrom = (...parts: readonly unknown[]): Tuple => Object.assign(Object.create(null), ...parts);

const markTuple = (from: Tuple, value: unknown, at: number, marks: TupleMarks): Tuple => {
  const tuple = tupleFrom(from);
  if (marks.focus !== undefined) tuple[marks.focus] = value;
  tuple['@'] = marks.focus === undefined ? value : from['@'];
  if (marks.index !== undefined) tuple[marks.index] = at;
  if (marks.ancestor !== undefined) tuple[marks.ancestor] = from['@'];
  return tuple;
};

/** List of tuples. */
const tupleList = (): List => {
  const made = emptySequence();
  made.tupleStream = true;
  return made;
};

/** Creates the tuples for a path's first tuple step. */
export const toTuples = (input: unknown): List => {
  const items = isList(input) ? input : input === undefined ? [] : [input];
  return items.map((item) => tupleFrom({ '@': item }));
};

/** Evaluates a step over tuples: each of its values becomes a tuple with the variables of the previous one. */
export const tupleStep = (
  tuples: List,
  evaluate: (item: unknown, tuple: Tuple) => unknown,
  marks: TupleMarks,
): List => {
  const made = tupleList();
  for (const given of tuples) {
    countStep();
    const from = given as Tuple;
    const result = evaluate(from['@'], from);
    if (result === undefined) continue;
    const values: List = isList(result) ? result : [result];
    for (let at = 0; at < values.length; at += 1) {
      made.push(values.tupleStream ? tupleFrom(from, values[at]) : markTuple(from, values[at], at, marks));
    }
  }
  return made;
};

/** Numbers the tuples for `#$i` after predicates. */
export const indexTuples = (tuples: List, name: string): List => {
  for (let at = 0; at < tuples.length; at += 1) (tuples[at] as Tuple)[name] = at;
  return tuples;
};

/** Creates tuples from a sorted list whose positions are bound to a variable. */
export const indexSorted = (sorted: unknown, name: string): List => {
  const made = tupleList();
  const items = isList(sorted) ? sorted : [sorted];
  for (let at = 0; at < items.length; at += 1) made.push(tupleFrom({ '@': items[at], [name]: at }));
  return made;
};

/** Returns the values of the tuples. */
export const tupleValues = (tuples: List): List => {
  const values = emptySequence();
  for (const tuple of tuples) values.push((tuple as Tuple)['@']);
  return values;
};

/** Merges tuples into one with all values of each variable, as the context of a group's value. Returns a single tuple as it is. */
export const mergeTuples = (tuples: unknown): Tuple => {
  if (!isList(tuples)) return tuples as Tuple;
  const merged = tupleFrom(tuples[0]);
  for (const given of tuples.slice(1)) {
    const tuple = given as Tuple;
    for (const name of Object.keys(tuple)) merged[name] = append(merged[name], tuple[name]);
  }
  return merged;
};

/** Returns a variable of a tuple, or its outer value. */
export const tupleHas = (tuple: Tuple, name: string): boolean => Object.hasOwn(tuple, name);
