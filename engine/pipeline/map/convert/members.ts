import { type Conversion, isInvalid } from './conversion.ts';

const hasValue = (value: unknown) => value !== undefined && value !== null && value !== '';

/**
 * Applies a conversion to each member of a list; a single value becomes a list of one. Members without a value and
 * repeated texts are dropped; the first invalid member rejects the list.
 */
export const convertMembers =
  (convert: Conversion): Conversion =>
  (value, zone) => {
    const members = new Set<unknown>();
    for (const member of (Array.isArray(value) ? value : [value]).filter(hasValue)) {
      const converted = convert(member, zone);
      if (isInvalid(converted)) return converted;
      if (hasValue(converted)) members.add(converted);
    }
    return members.size > 0 ? [...members] : undefined;
  };
