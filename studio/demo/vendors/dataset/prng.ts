/** Spreads the bits of a 32-bit number: equal inputs give equal outputs, near inputs give far ones. */
export const mix = (x: number): number => {
  x = Math.imul(x ^ (x >>> 16), 0x21f0aaad);
  x = Math.imul(x ^ (x >>> 15), 0x735a2d97);
  return (x ^ (x >>> 15)) >>> 0;
};

/** A number for a seed and a label: the root from which one family of values is drawn. */
export const rootOf = (seed: number, label: string): number => {
  let hash = mix(seed ^ 0x5bd1e995);
  for (let i = 0; i < label.length; i++) hash = mix(hash ^ label.charCodeAt(i));
  return hash;
};

/** The `index`-th number under a root: random access, so that item one million needs no items before it. */
export const draw = (root: number, index: number): number =>
  mix((root + Math.imul(index, 0x9e3779b9) + (index > 0xffffffff ? 1 : 0)) | 0);

/** One of a list, by a drawn number. */
export const pick = <T>(list: readonly T[], drawn: number): T => list[drawn % list.length] as T;

const HEX = Array.from({ length: 0x10000 }, (_, i) => i.toString(16).padStart(4, '0'));
const hex4 = (x: number): string => HEX[x & 0xffff] as string;
const hex8 = (x: number): string => hex4(x >>> 16) + hex4(x);

/** A version 4 UUID for a drawn number; `head` sets the first eight digits, so that ids can be made to ascend. */
export const uuid = (drawn: number, head = mix(drawn)): string => {
  const b = mix(drawn ^ 0x1f);
  const c = mix(drawn ^ 0x2f00);
  return `${hex8(head)}-${hex4(b)}-4${hex4(b >>> 16).slice(1)}-a${hex4(c).slice(1)}-${hex4(c >>> 16)}${hex8(mix(c))}`;
};

/** 64 hex digits for a drawn number: the look of a SHA-256. */
export const hex64 = (drawn: number): string => {
  let text = '';
  for (let i = 0, x = drawn; i < 8; i++) {
    x = mix(x + 0x7f4a7c15);
    text += hex8(x);
  }
  return text;
};
