/** Says whether any of the needles is in bytes. */
export type FindAny = (bytes: Uint8Array) => boolean;

/** Where no end of a needle is near, this is how far a table of bytes can tell to go on. */
const FARTHEST = 255;
/** Of two bytes, digits and hex have too few kinds: nearly all of them are in one needle or another. */
const BLOCK = 3;

/**
 * One pass for all needles, whatever their number (Wu and Manber, "A fast algorithm for multi-pattern searching", 1994):
 * the three bytes at a place tell how far on the next end of a needle's beginning can be, so that most bytes are never
 * looked at. The longer the shortest needle, the faster. An empty needle is in everything.
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

/** The block that ends at a place, as one of 2^16 numbers: several blocks may share one, which only costs a closer look. */
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
