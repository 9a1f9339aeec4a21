import { countStep } from './budget.ts';
import { truth } from './operators.ts';
import { emptySequence, type List } from './sequence.ts';

type Callback = (value: unknown, key: unknown, all: unknown) => unknown;

/** `$map` with an inline lambda, called without creating a function value. */
export const mapDirect = (list: List | undefined, call: Callback): unknown => {
  if (list === undefined) return undefined;
  const made = emptySequence();
  for (let at = 0; at < list.length; at += 1) {
    countStep();
    const value = call(list[at], at, list);
    if (value !== undefined) made.push(value);
  }
  return made;
};

/** `$filter` with an inline lambda. */
export const filterDirect = (list: List | undefined, call: Callback): unknown => {
  if (list === undefined) return undefined;
  const kept = emptySequence();
  for (let at = 0; at < list.length; at += 1) {
    countStep();
    if (truth(call(list[at], at, list))) kept.push(list[at]);
  }
  return kept;
};
