import { countStep } from './budget.ts';
import { emptySequence, flatten, isList, type List, normalize } from './sequence.ts';

const { hasOwn } = Object;

const lookupIn = (input: List, key: string): List => {
  const found = emptySequence();
  for (const item of input) {
    countStep();
    const value = lookup(item, key);
    if (isList(value)) for (const member of value) found.push(member);
    else if (value !== undefined) found.push(value);
  }
  return found;
};

/** Reads a key: of each member of a list, and own keys only. */
export const lookup = (input: unknown, key: string): unknown => {
  if (typeof input !== 'object' || input === null) return undefined;
  if (isList(input)) return lookupIn(input, key);
  return hasOwn(input, key) ? (input as Record<string, unknown>)[key] : undefined;
};

/** Evaluates a name as a separate node. */
export const name = (input: unknown, key: string): unknown => normalize(lookup(input, key));

const nameStep = (current: unknown, key: string, last: boolean): unknown => {
  if (!isList(current)) {
    const value = name(current, key);
    return isList(value) ? flatten([value], last) : value;
  }
  const results: List = [];
  for (const item of current) {
    countStep();
    const value = name(item, key);
    if (value !== undefined) results.push(value);
  }
  return flatten(results, last);
};

/** Evaluates path steps that are only names, starting with the current list; `last` if the path ends with them. */
export const names = (current: unknown, keys: readonly string[], last: boolean): unknown => {
  const end = keys.length - 1;
  let at = current;
  for (let index = 0; index <= end && at !== undefined; index += 1) {
    at = nameStep(at, keys[index] ?? '', last && index === end);
  }
  return at;
};

/** Flattens a list completely. */
const flat = (value: unknown, into: unknown[] = []): unknown[] => {
  if (isList(value)) for (const member of value) flat(member, into);
  else into.push(value);
  return into;
};

const isFields = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/**
 * Evaluates `*`: every value of an object. Lists among them are flattened into a permanent list, as in the interpreter.
 */
export const wildcard = (given: unknown): unknown => {
  const input = isList(given) && given.outerWrapper && given.length > 0 ? given[0] : given;
  let found = emptySequence();
  if (!isFields(input)) return found;
  for (const key of Object.keys(input)) {
    countStep();
    const value = input[key];
    if (isList(value)) found = found.concat(flat(value));
    else found.push(value);
  }
  return found;
};

const descend = (input: unknown, into: unknown[]): void => {
  countStep();
  if (isList(input)) {
    for (const member of input) descend(member, into);
    return;
  }
  into.push(input);
  if (isFields(input)) for (const key of Object.keys(input)) descend(input[key], into);
};

/** Evaluates `**`: the value and all of its descendants. */
export const descendants = (input: unknown): unknown => {
  if (input === undefined) return undefined;
  const found = emptySequence();
  descend(input, found);
  return found.length === 1 ? found[0] : found;
};

/** Evaluates `names` relative to the context or a variable, as a node's value. */
export const namesValue = (base: unknown, keys: readonly string[]): unknown => normalize(names(base, keys, true));

/** Reads an own key of an object that is not a list. */
export const own = (input: unknown, key: string): unknown =>
  typeof input === 'object' && input !== null && !isList(input) && hasOwn(input, key)
    ? (input as Record<string, unknown>)[key]
    : undefined;
