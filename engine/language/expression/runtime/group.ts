import { countStep } from './budget.ts';
import { append } from './functions.ts';
import { refuse } from './operators.ts';
import { isList, type List, toSequence } from './sequence.ts';
import { mergeTuples, type Tuple } from './tuple.ts';

/** Key and value of a group-by clause or an object constructor, as functions of an item and its tuple. */
export interface GroupPair {
  readonly key: (item: unknown, tuple?: Tuple) => unknown;
  readonly value: (item: unknown, tuple?: Tuple) => unknown;
}

interface Entry {
  data: unknown;
  readonly pair: number;
}

type Groups = Record<string, Entry>;

const RESERVED = new Set(['_jsonata_lambda', '_jsonata_function']);

// The interpreter appends a missing item to an empty list, and if the list belongs to the payload, to the payload.
const toItems = (input: unknown): List => {
  if (!isList(input)) return toSequence(input);
  if (input.length > 0 || input.tupleStream) return input;
  return input.sequence ? toSequence(undefined) : refuse();
};

const enter = (groups: Groups, key: string, item: unknown, pair: number) => {
  const entry = groups[key];
  if (entry === undefined) groups[key] = { data: item, pair };
  else if (entry.pair !== pair) refuse();
  else entry.data = append(entry.data, item);
};

const collect = (input: List, pairs: readonly GroupPair[]): Groups => {
  const groups: Groups = Object.create(null);
  for (const item of input) {
    countStep();
    for (const [at, pair] of pairs.entries()) {
      const tuple = input.tupleStream ? (item as Tuple) : undefined;
      const key = pair.key(tuple ? tuple['@'] : item, tuple);
      if (key === undefined) continue;
      if (typeof key !== 'string' || RESERVED.has(key)) return refuse();
      enter(groups, key, item, at);
    }
  }
  return groups;
};

const groupValue = (pair: GroupPair, data: unknown, isTuple: boolean): unknown => {
  if (!isTuple) return pair.value(data);
  const tuple = mergeTuples(data);
  const context = tuple['@'];
  // The interpreter removes it from the tuple itself, so that a second group of the same tuple has no context.
  delete tuple['@'];
  return pair.value(context, tuple);
};

/** Evaluates `{…}` over a list: groups the items by key, and evaluates the value of each group. */
export const group = (given: unknown, pairs: readonly GroupPair[]): unknown => {
  const input = toItems(given);
  const groups = collect(input, pairs);
  const made: Record<string, unknown> = Object.create(null);
  for (const key of Object.keys(groups)) {
    const entry = groups[key];
    const pair = entry && pairs[entry.pair];
    const value = pair && groupValue(pair, entry.data, input.tupleStream === true);
    if (value !== undefined) made[key] = value;
  }
  return made;
};
