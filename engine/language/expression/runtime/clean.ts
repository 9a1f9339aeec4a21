const PROBE = {};

/**
 * Whether nothing was added to what all objects inherit. Generated code reads keys without asking whose they are, which
 * is right only then.
 */
export const isClean = (): boolean => {
  for (const _ in PROBE) return false;
  return true;
};
