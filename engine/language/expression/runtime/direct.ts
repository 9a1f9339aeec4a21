import { count } from './budget.ts';
import { truth } from './operators.ts';
import { type List, sequence } from './sequence.ts';

type Callback = (value: unknown, key: unknown, all: unknown) => unknown;

/** `$map` with a lambda written in place, which is called without being made a value. */
export const mapDirect = (list: List | undefined, call: Callback): unknown => {
  if (list === undefined) return undefined;
  const made = sequence();
  for (let at = 0; at < list.length; at += 1) {
    count();
    const value = call(list[at], at, list);
    if (value !== undefined) made.push(value);
  }
  return made;
};

/** `$filter` with a lambda written in place. */
export const filterDirect = (list: List | undefined, call: Callback): unknown => {
  if (list === undefined) return undefined;
  const kept = sequence();
  for (let at = 0; at < list.length; at += 1) {
    count();
    if (truth(call(list[at], at, list))) kept.push(list[at]);
  }
  return kept;
};
