import { type Conversion, createInvalid } from './conversion.ts';

const NOT_TEXT = createInvalid('is not a text of values with commas between');

const hasValue = (value: unknown) => value !== undefined && value !== null && value !== '';

/** Converts a value to a list without empty members. */
export const toList: Conversion = (value) => {
  const members = (Array.isArray(value) ? value : [value]).filter(hasValue);
  return members.length > 0 ? members : undefined;
};

/** Splits a text such as `"a, b"` into a list; a list is unchanged except for empty members. */
export const toCsvList: Conversion = (value, zone) => {
  if (Array.isArray(value)) return toList(value, zone);
  if (typeof value !== 'string') return NOT_TEXT;
  return toList(
    value.split(',').map((member) => member.trim()),
    zone,
  );
};
