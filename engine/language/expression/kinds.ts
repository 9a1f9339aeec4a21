/** What a value can be, as far as the text of the expression tells: a set of bits. */
export const KIND = {
  nothing: 1,
  null: 2,
  boolean: 4,
  number: 8,
  text: 16,
  object: 32,
  list: 64,
  function: 128,
  /** A flagged list that the next node may unwrap. */
  sequence: 256,
} as const;

export type Kinds = number;

/** All that JSON can hold. */
const JSON_KINDS: Kinds = KIND.null | KIND.boolean | KIND.number | KIND.text | KIND.object | KIND.list;

/** A value that comes from a payload: no function, no list that unwraps. */
export const PAYLOAD: Kinds = JSON_KINDS | KIND.nothing;

export const ANY: Kinds = PAYLOAD | KIND.function | KIND.sequence;

/** Whether a value of these kinds can be one of those. */
export const canBe = (kinds: Kinds, those: Kinds): boolean => (kinds & those) !== 0;

/** Whether a value of these kinds is always one of those. */
export const isOnly = (kinds: Kinds, those: Kinds): boolean => (kinds & ~those) === 0;
