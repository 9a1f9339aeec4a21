import type { Zone } from '../../../base/time/index.ts';

/** Rejection of a value. `invalid` completes a sentence that starts with the field's name. */
export interface Invalid {
  readonly invalid: string;
  readonly fix?: string;
}

/** Converts a value (never undefined, null or ""). Returns the result, undefined for no value, or Invalid. */
export type Conversion = (value: unknown, zone: Zone | undefined) => unknown;

const INVALID = new WeakSet<object>();

/** Creates the rejection of a value. */
export const createInvalid = (reason: string, fix?: string): Invalid => {
  const rejection: Invalid = Object.freeze(fix === undefined ? { invalid: reason } : { invalid: reason, fix });
  INVALID.add(rejection);
  return rejection;
};

/** Returns true for a rejection. Compared by identity, so that no payload can imitate one. */
export const isInvalid = (value: unknown): value is Invalid =>
  typeof value === 'object' && value !== null && INVALID.has(value);
