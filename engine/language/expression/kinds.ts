/** Possible kinds of a value, as far as the expression's text determines them: a bit set. */
export const KIND = {
  nothing: 1,
  null: 2,
  boolean: 4,
  number: 8,
  text: 16,
  object: 32,
  list: 64,
  function: 128,
  /** Flagged list that the next node may unwrap. */
  sequence: 256,
} as const;

export type Kinds = number;

/** All JSON values. */
const JSON_KINDS: Kinds = KIND.null | KIND.boolean | KIND.number | KIND.text | KIND.object | KIND.list;

/** Value from a payload: no function, no list that unwraps. */
export const PAYLOAD: Kinds = JSON_KINDS | KIND.nothing;

export const ANY: Kinds = PAYLOAD | KIND.function | KIND.sequence;

/** Returns true if a value of these kinds can have one of those. */
export const canBe = (kinds: Kinds, those: Kinds): boolean => (kinds & those) !== 0;

/** Returns true if a value of these kinds always has one of those. */
export const isOnly = (kinds: Kinds, those: Kinds): boolean => (kinds & ~those) === 0;
