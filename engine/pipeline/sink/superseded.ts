/** Records of one entity that a later version replaced, by the order in which the run wrote them. */
export interface Superseded {
  readonly count: number;
  has(ordinal: number): boolean;
}

/** Superseded records by entity; an entity without any may be absent. */
export type SupersededByEntity = ReadonlyMap<string, Superseded>;

export const NONE_SUPERSEDED: Superseded = { count: 0, has: () => false };

const FIRST_BYTES = 1 << 10;

/** Creates a set of ordinals as a bitmap: a million records need 125 kB. */
export function createSuperseded(): Superseded & { add(ordinal: number): void } {
  let bits = new Uint8Array(FIRST_BYTES);
  let count = 0;
  const has = (ordinal: number) => (((bits[ordinal >>> 3] ?? 0) >>> (ordinal & 7)) & 1) === 1;
  return {
    get count() {
      return count;
    },
    has,
    add(ordinal) {
      if (has(ordinal)) return;
      const at = ordinal >>> 3;
      if (at >= bits.length) {
        const larger = new Uint8Array(Math.max(at + 1, bits.length * 2));
        larger.set(bits);
        bits = larger;
      }
      bits[at] = (bits[at] ?? 0) | (1 << (ordinal & 7));
      count += 1;
    },
  };
}
