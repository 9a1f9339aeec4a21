import { type Conversion, createInvalid } from './conversion.ts';

const NOT_TEXT = createInvalid('is not a text of values with commas between');

const isSomething = (value: unknown) => value !== undefined && value !== null && value !== '';

/** A list from a list or from one value; members with nothing to say are left out. */
export const toList: Conversion = (value) => {
  const members = (Array.isArray(value) ? value : [value]).filter(isSomething);
  return members.length > 0 ? members : undefined;
};

/** A list from a text such as `"a, b"`; a list stays one. */
export const toCsvList: Conversion = (value, zone) => {
  if (Array.isArray(value)) return toList(value, zone);
  if (typeof value !== 'string') return NOT_TEXT;
  return toList(
    value.split(',').map((member) => member.trim()),
    zone,
  );
};
