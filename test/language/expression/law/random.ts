/** A source of choices that a seed determines. */
export interface Random {
  /** A whole number from 0 up to but not including `below`. */
  below(below: number): number;
  chance(share: number): boolean;
  pick<T>(choices: readonly T[]): T;
}

const mulberry = (seed: number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
};

/** Choices from a seed. */
export const randomFrom = (seed: number): Random => {
  const next = mulberry(seed);
  const below = (limit: number) => Math.floor(next() * limit);
  return {
    below,
    chance: (share) => next() < share,
    pick: (choices) => {
      const [first] = choices;
      if (first === undefined && choices.length === 0) throw new RangeError('nothing to pick from');
      return choices[below(choices.length)] as (typeof choices)[number];
    },
  };
};
