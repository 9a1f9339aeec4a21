import { countStep } from './budget.ts';
import type { Func } from './functions.ts';
import { apply } from './functions.ts';
import { refuse } from './operators.ts';
import { isList } from './sequence.ts';

/** Parts of `| pattern | update, delete |`, as functions of their context. */
export interface Change {
  readonly pattern: (copy: unknown) => unknown;
  readonly update: (match: unknown) => unknown;
  readonly remove: ((match: unknown) => unknown) | undefined;
}

type Fields = Record<string, unknown>;

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null;

const mergeUpdate = (match: unknown, update: unknown) => {
  if (update === undefined) return;
  if (!isFields(update) || isList(update)) refuse();
  for (const [key, value] of Object.entries(update as Fields)) {
    if (!isFields(match) || key === '__proto__') refuse();
    (match as Fields)[key] = value;
  }
};

const removeKeys = (match: unknown, given: unknown) => {
  if (given === undefined) return;
  for (const key of isList(given) ? given : [given]) {
    if (typeof key !== 'string') refuse();
    else if (isFields(match)) Reflect.deleteProperty(match, key) || refuse();
  }
};

const collectParts = (value: unknown, parts = new Set<unknown>()): Set<unknown> => {
  if (!isFields(value)) return parts;
  countStep();
  parts.add(value);
  for (const member of Object.values(value)) collectParts(member, parts);
  return parts;
};

/** Applies a transform: returns a deep copy in which each match of the pattern is changed. */
export const transform = (object: unknown, change: Change, clone: Func): unknown => {
  if (object === undefined) return undefined;
  const copy = apply(clone, [object], null);
  const matches = change.pattern(copy);
  if (matches === undefined) return copy;
  const parts = collectParts(copy);
  for (const match of isList(matches) ? matches : [matches]) {
    countStep();
    // The interpreter changes everything that the pattern matches, with `$$` even the input itself; we change only the
    // copy.
    if (isFields(match) && !parts.has(match)) refuse();
    mergeUpdate(match, change.update(match));
    if (change.remove) removeKeys(match, change.remove(match));
  }
  return copy;
};
