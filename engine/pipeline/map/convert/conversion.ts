import type { Zone } from '../../../base/time/index.ts';

/** A value that a conversion cannot take, and why: the end of a sentence that begins with the field's name. */
export interface Invalid {
  readonly invalid: string;
  readonly fix?: string;
}

/** Takes a value that is there (never undefined, null or ""); gives the converted one, undefined for nothing, or Invalid. */
export type Conversion = (value: unknown, zone: Zone | undefined) => unknown;

const INVALID = new WeakSet<object>();

/** Makes the reason a conversion gives for refusing a value. */
export const createInvalid = (reason: string, fix?: string): Invalid => {
  const made: Invalid = Object.freeze(fix === undefined ? { invalid: reason } : { invalid: reason, fix });
  INVALID.add(made);
  return made;
};

/** Whether a conversion's answer is a refusal: known by identity, so no payload can look like one. */
export const isInvalid = (value: unknown): value is Invalid =>
  typeof value === 'object' && value !== null && INVALID.has(value);
