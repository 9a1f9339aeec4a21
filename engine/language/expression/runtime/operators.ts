import { BUILTINS } from '../builtins.ts';
import { countEntries, countStep, spend } from './budget.ts';
import { emptySequence, isList, type List } from './sequence.ts';
import { weigh } from './weigh.ts';

/** Ends a compiled evaluation; the interpreter repeats it and determines the result. */
export const refuse = (): never => {
  throw new TypeError('left to the interpreter');
};

/** Returns true for a finite number; Infinity ends the evaluation. */
export const isNumeric = (value: unknown): value is number => {
  if (typeof value !== 'number' || Number.isNaN(value)) return false;
  return Number.isFinite(value) || refuse();
};

/** JSONata's truth: empty values, 0, functions, and lists of only false values are false. */
export const truth = (value: unknown): boolean => {
  if (typeof value === 'boolean') return value;
  if (typeof value === 'string') return value !== '';
  if (typeof value === 'number') return isNumeric(value) && value !== 0;
  if (typeof value !== 'object' || value === null) return false;
  if (!isList(value)) return Object.keys(value).length > 0;
  countStep();
  return value.length === 1 ? truth(value[0]) : value.filter(truth).length > 0;
};

const isNothingOrNumeric = (value: unknown) => value === undefined || isNumeric(value);

const CALCULATIONS: Readonly<Record<string, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '%': (a, b) => a % b,
};

/** Evaluates `+ - * / %` if the operands are not both plain numbers. */
export const calculate = (operator: string, a: unknown, b: unknown): unknown => {
  if (!isNothingOrNumeric(a) || !isNothingOrNumeric(b)) return refuse();
  return a === undefined || b === undefined ? undefined : CALCULATIONS[operator]?.(Number(a), Number(b));
};

/** Evaluates `-x`. */
export const negate = (value: unknown): unknown => {
  if (value === undefined) return undefined;
  return isNumeric(value) ? -value : refuse();
};

const ORDERS: Readonly<Record<string, (a: string | number, b: string | number) => boolean>> = {
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
};

const isOrdered = (value: unknown): value is string | number => typeof value === 'string' || typeof value === 'number';

/** Evaluates `< <= > >=`: undefined if a side is missing. */
export const compare = (operator: string, a: unknown, b: unknown): unknown => {
  if ((a !== undefined && !isOrdered(a)) || (b !== undefined && !isOrdered(b))) return refuse();
  if (a === undefined || b === undefined) return undefined;
  return typeof a === typeof b ? ORDERS[operator]?.(a, b) : refuse();
};

const sameKeys = (a: object, b: object): boolean => {
  const keys = Object.getOwnPropertyNames(a);
  if (keys.length !== Object.getOwnPropertyNames(b).length) return false;
  return keys.every((key) => Object.hasOwn(b, key) && sameValue(Reflect.get(a, key), Reflect.get(b, key)));
};

const sameLists = (a: List, b: List): boolean => {
  if (a.length !== b.length) return false;
  for (let at = 0; at < a.length; at += 1) if (!sameValue(a[at], b[at])) return false;
  return true;
};

// The interpreter compares lists and objects by their properties, including `length` and its own flags.
const listAndObject = (object: object) => (Object.hasOwn(object, 'length') ? refuse() : false);

/** Deep equality of two values that are not missing. */
export const sameValue = (a: unknown, b: unknown): boolean => {
  if (a === b) return true;
  countStep();
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (isList(a)) return isList(b) ? sameLists(a, b) : listAndObject(b);
  return isList(b) ? listAndObject(a) : sameKeys(a, b);
};

/** Evaluates `=`: false if a side is missing. */
export const equal = (a: unknown, b: unknown): boolean => a !== undefined && b !== undefined && sameValue(a, b);

/** Evaluates `!=`: also false if a side is missing. */
export const unequal = (a: unknown, b: unknown): boolean => a !== undefined && b !== undefined && !sameValue(a, b);

/** Evaluates `in`, by identity. */
export const includes = (a: unknown, b: unknown): boolean => {
  if (a === undefined || b === undefined) return false;
  if (!isList(b)) return a === b;
  for (const member of b) if (member === a) return true;
  return false;
};

const { implementation: stringOf } = BUILTINS.string;

const asText = (value: unknown) => value as string;

/** Converts an operand of `&` to text; empty if missing. */
export const text = (value: unknown): string => {
  if (typeof value === 'string') return value;
  if (value === undefined) return '';
  if (typeof value === 'boolean' || (typeof value === 'number' && Number.isInteger(value))) return `${value}`;
  if (typeof value === 'object') spend(weigh(value));
  return asText(Reflect.apply(stringOf, undefined, [value]));
};

const MOST_ENTRIES = 1e7;

/** Evaluates `a..b`. */
export const range = (a: unknown, b: unknown): unknown => {
  if ((a !== undefined && !Number.isInteger(a)) || (b !== undefined && !Number.isInteger(b))) return refuse();
  if (a === undefined || b === undefined) return undefined;
  const first = Number(a);
  const size = Number(b) - first + 1;
  if (size < 1) return undefined;
  if (size > MOST_ENTRIES) return refuse();
  countEntries(size);
  const made = emptySequence();
  for (let at = 0; at < size; at += 1) made.push(first + at);
  return made;
};

const DECIMAL = /^-?[0-9]{1,15}(?:\.[0-9]{1,15})?$/;

/** Parses a short decimal text; returns undefined for others, which `$number` handles. */
export const decimal = (value: string): number | undefined => (DECIMAL.test(value) ? Number(value) : undefined);
