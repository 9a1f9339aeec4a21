const PROBE = {};

/**
 * Returns true if `Object.prototype` has no additions. Generated code reads keys without checking ownership, which is
 * correct only then.
 */
export const isClean = (): boolean => {
  for (const _ in PROBE) return false;
  return true;
};
