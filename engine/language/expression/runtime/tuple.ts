import { countStep } from './budget.ts';
import { append } from './functions.ts';
import { emptySequence, isList, type List } from './sequence.ts';

/** One item of a path that carries variables along: its value under `@`, the rest by variable name or parent label. */
export type Tuple = Record<string, unknown>;

/** What a step adds to each tuple it makes. */
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

/** A list in which tuples flow. */
const tupleList = (): List => {
  const made = emptySequence();
  made.tupleStream = true;
  return made;
};

/** The tuples that a path's first tuple step starts from. */
export const toTuples = (input: unknown): List => {
  const items = isList(input) ? input : input === undefined ? [] : [input];
  return items.map((item) => tupleFrom({ '@': item }));
};

/** One step over tuples: each of the values it gives becomes a tuple that carries the old one's variables. */
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

/** `#$i` after predicates: numbers the tuples. */
export const indexTuples = (tuples: List, name: string): List => {
  for (let at = 0; at < tuples.length; at += 1) (tuples[at] as Tuple)[name] = at;
  return tuples;
};

/** Tuples from a sorted list whose positions are bound to a variable. */
export const indexSorted = (sorted: unknown, name: string): List => {
  const made = tupleList();
  const items = isList(sorted) ? sorted : [sorted];
  for (let at = 0; at < items.length; at += 1) made.push(tupleFrom({ '@': items[at], [name]: at }));
  return made;
};

/** The values of the tuples. */
export const tupleValues = (tuples: List): List => {
  const values = emptySequence();
  for (const tuple of tuples) values.push((tuple as Tuple)['@']);
  return values;
};

/** Many tuples as one, each variable with all its values: what a group's value is evaluated in. One tuple stays itself. */
export const mergeTuples = (tuples: unknown): Tuple => {
  if (!isList(tuples)) return tuples as Tuple;
  const merged = tupleFrom(tuples[0]);
  for (const given of tuples.slice(1)) {
    const tuple = given as Tuple;
    for (const name of Object.keys(tuple)) merged[name] = append(merged[name], tuple[name]);
  }
  return merged;
};

/** A variable of a tuple, or what it is outside. */
export const tupleHas = (tuple: Tuple, name: string): boolean => Object.hasOwn(tuple, name);
