/** Hashes a 32-bit number. */
export const mix = (x: number): number => {
  x = Math.imul(x ^ (x >>> 16), 0x21f0aaad);
  x = Math.imul(x ^ (x >>> 15), 0x735a2d97);
  return (x ^ (x >>> 15)) >>> 0;
};

/** Derives the root of a sequence of numbers from a seed and a label. */
export const rootOf = (seed: number, label: string): number => {
  let hash = mix(seed ^ 0x5bd1e995);
  for (let i = 0; i < label.length; i++) hash = mix(hash ^ label.charCodeAt(i));
  return hash;
};

/** Returns the `index`-th number of a sequence with random access. */
export const draw = (root: number, index: number): number =>
  mix((root + Math.imul(index, 0x9e3779b9) + (index > 0xffffffff ? 1 : 0)) | 0);

/** Picks an element of a list by a random number. */
export const pick = <T>(list: readonly T[], random: number): T => list[random % list.length] as T;

const HEX = Array.from({ length: 0x10000 }, (_, i) => i.toString(16).padStart(4, '0'));
const hex4 = (x: number): string => HEX[x & 0xffff] as string;
const hex8 = (x: number): string => hex4(x >>> 16) + hex4(x);

/** Formats a number as a version 4 UUID; `head` sets the first eight digits, for ascending ids. */
export const uuid = (random: number, head = mix(random)): string => {
  const b = mix(random ^ 0x1f);
  const c = mix(random ^ 0x2f00);
  return `${hex8(head)}-${hex4(b)}-4${hex4(b >>> 16).slice(1)}-a${hex4(c).slice(1)}-${hex4(c >>> 16)}${hex8(mix(c))}`;
};

/** Expands a number to 64 hex digits. */
export const hex64 = (random: number): string => {
  let text = '';
  for (let i = 0, x = random; i < 8; i++) {
    x = mix(x + 0x7f4a7c15);
    text += hex8(x);
  }
  return text;
};
