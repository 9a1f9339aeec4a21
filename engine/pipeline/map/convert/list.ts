import { type Conversion, invalid } from './conversion.ts';

const NOT_TEXT = invalid('is not a text of values with commas between');

const isSomething = (value: unknown) => value !== undefined && value !== null && value !== '';

/** A list from a list or from one value; members with nothing to say are left out. */
export const list: Conversion = (value) => {
  const members = (Array.isArray(value) ? value : [value]).filter(isSomething);
  return members.length > 0 ? members : undefined;
};

/** A list from a text such as `"a, b"`; a list stays one. */
export const csvList: Conversion = (value, zone) => {
  if (Array.isArray(value)) return list(value, zone);
  if (typeof value !== 'string') return NOT_TEXT;
  return list(
    value.split(',').map((member) => member.trim()),
    zone,
  );
};
