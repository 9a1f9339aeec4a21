/** Returns true if any of the needles occurs in `bytes`. */
export type FindAny = (bytes: Uint8Array) => boolean;

/** Largest skip that a byte can represent. */
const FARTHEST = 255;
/** Two bytes are not selective enough for digits and hex: nearly all pairs occur in some needle. */
const BLOCK = 3;

/**
 * Searches for all needles in one pass (Wu and Manber, "A fast algorithm for multi-pattern searching", 1994): the three
 * bytes at a position determine how far the search can skip, so that most bytes are never read. Longer needles make it
 * faster. An empty needle matches everything.
 */
export function createFinder(needles: readonly Uint8Array[]): FindAny {
  const shortest = Math.min(...needles.map(({ length }) => length));
  if (needles.length === 0) return () => false;
  return shortest < BLOCK ? createSingleFinders(needles) : createJointFinder(needles, shortest);
}

const asBuffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

function createSingleFinders(needles: readonly Uint8Array[]): FindAny {
  const all = needles.map(asBuffer);
  return (bytes) => all.some((needle) => asBuffer(bytes).includes(needle));
}

/** Hashes the block that ends at `at` to 16 bits; a collision only costs a full comparison. */
const blockAt = (bytes: Uint8Array, at: number): number =>
  (((bytes[at - 2] as number) << 10) ^ ((bytes[at - 1] as number) << 5) ^ (bytes[at] as number)) & 0xffff;

function createJointFinder(needles: readonly Uint8Array[], shortest: number): FindAny {
  const last = shortest - 1;
  const skips = new Uint8Array(1 << 16).fill(Math.min(last - 1, FARTHEST));
  const ending = new Map<number, Uint8Array[]>();
  for (const needle of needles) {
    for (let at = BLOCK - 1; at <= last; at++) {
      const block = blockAt(needle, at);
      skips[block] = Math.min(skips[block] as number, last - at);
    }
    const end = blockAt(needle, last);
    ending.set(end, [...(ending.get(end) ?? []), needle]);
  }
  return (bytes) => {
    for (let at = last; at < bytes.length; ) {
      const block = blockAt(bytes, at);
      const skip = skips[block] as number;
      if (skip === 0) {
        const from = at - last;
        if (ending.get(block)?.some((needle) => isAt(bytes, from, needle))) return true;
        at += 1;
      } else at += skip;
    }
    return false;
  };
}

function isAt(bytes: Uint8Array, from: number, needle: Uint8Array): boolean {
  if (from + needle.length > bytes.length) return false;
  for (let at = 0; at < needle.length; at++) if (bytes[from + at] !== needle[at]) return false;
  return true;
}
