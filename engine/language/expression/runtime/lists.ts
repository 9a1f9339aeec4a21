import { isList, type List } from './sequence.ts';

const isAll = (value: unknown, test: (member: unknown) => boolean): boolean => {
  if (!isList(value)) return false;
  for (const member of value) if (!test(member)) return false;
  return true;
};

/** Whether a value is a list of texts only. */
export const isTexts = (value: unknown): value is string[] => {
  if (!isList(value)) return false;
  for (const member of value) if (typeof member !== 'string') return false;
  return true;
};

/** Whether a value is a list of numbers only. */
export const isNumbers = (value: unknown): value is number[] => isAll(value, (member) => typeof member === 'number');

/** Whether a value is a list of objects only. */
export const isObjects = (value: unknown): value is object[] => isAll(value, isObject);

/** Whether a value is an object and no list. */
export const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !isList(value);

/** What a built-in that takes a list makes of its argument. */
export const listArgument = (value: unknown): List | undefined => {
  if (value === undefined || isList(value)) return value;
  return [value];
};

/** Adds a member's value to a list constructor's list. */
export const addMember = (list: List, value: unknown): void => {
  if (!isList(value)) list.push(value);
  else for (const member of value) list.push(member);
};

/** Sets a key of an object constructor's object, `__proto__` included. */
export const put = (object: Record<string, unknown>, key: string, value: unknown): void => {
  Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
};
