import { isList, type List } from './sequence.ts';

const isAll = (value: unknown, test: (member: unknown) => boolean): boolean => {
  if (!isList(value)) return false;
  for (const member of value) if (!test(member)) return false;
  return true;
};

/** Returns true for a list of strings. */
export const isTexts = (value: unknown): value is string[] => {
  if (!isList(value)) return false;
  for (const member of value) if (typeof member !== 'string') return false;
  return true;
};

/** Returns true for a list of numbers. */
export const isNumbers = (value: unknown): value is number[] => isAll(value, (member) => typeof member === 'number');

/** Returns true for a list of objects. */
export const isObjects = (value: unknown): value is object[] => isAll(value, isObject);

/** Returns true for an object that is not a list. */
export const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !isList(value);

/** Converts the argument of a built-in that takes a list. */
export const listArgument = (value: unknown): List | undefined => {
  if (value === undefined || isList(value)) return value;
  return [value];
};

/** Appends a member's value to the list of a list constructor. */
export const addMember = (list: List, value: unknown): void => {
  if (!isList(value)) list.push(value);
  else for (const member of value) list.push(member);
};

/** Sets a key of a constructed object, including `__proto__`. */
export const put = (object: Record<string, unknown>, key: string, value: unknown): void => {
  Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
};
