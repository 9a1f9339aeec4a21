import { BudgetSpent } from './runtime/budget.ts';
import type { List } from './runtime/sequence.ts';

const isFunction = (value: unknown): boolean =>
  typeof value === 'function' ||
  (typeof value === 'object' && value !== null && ('_jsonata_lambda' in value || '_jsonata_function' in value));

// Own key that would set the prototype when assigned.
const setField = (target: Record<string, unknown>, key: string, value: unknown) => {
  if (key !== '__proto__') target[key] = value;
  else Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
};

const isFlagged = ({ sequence, keepSingleton, cons, outerWrapper, tupleStream }: List) =>
  (sequence ?? keepSingleton ?? cons ?? outerWrapper ?? tupleStream) !== undefined;

const toPlainArray = (value: List) => {
  let copy: unknown[] | undefined = isFlagged(value) ? [] : undefined;
  for (let at = 0; at < value.length; at += 1) {
    const member = value[at];
    const plain = plainOf(member) ?? null;
    if (copy === undefined && plain !== member) copy = value.slice(0, at);
    copy?.push(plain);
  }
  return copy ?? value;
};

const toPlainObject = (value: object) => {
  let clean = Object.getPrototypeOf(value) === Object.prototype;
  const copy: Record<string, unknown> = {};
  for (const [key, member] of Object.entries(value)) {
    const plain = plainOf(member);
    clean &&= plain === member && plain !== undefined;
    if (plain !== undefined) setField(copy, key, plain);
  }
  return clean ? value : copy;
};

/** Maximum number of values and characters of a result: shared parts count as often as they occur. */
const MOST = { values: 1_000_000, letters: 64_000_000 };
const left = { ...MOST };

const take = (value: unknown): void => {
  left.values -= 1;
  if (typeof value === 'string') left.letters -= value.length;
  if (left.values < 0 || left.letters < 0) throw new BudgetSpent('the result is too large');
};

const plainOf = (value: unknown): unknown => {
  take(value);
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value !== 'object' || value === null) return typeof value === 'function' ? undefined : value;
  if (isFunction(value)) return undefined;
  return Array.isArray(value) ? toPlainArray(value) : toPlainObject(value);
};

/**
 * Converts an evaluation's result to plain JSON: arrays without flags, ordinary prototypes, no functions and NaN. Returns
 * plain values as they are, without copying. Throws BudgetSpent for a result that is too large.
 */
export const toPlain = (value: unknown): unknown => {
  left.values = MOST.values;
  left.letters = MOST.letters;
  return plainOf(value);
};
