import { draw, mix } from './prng.ts';

/** Assignment of children to parents: parent `p` has the children `start(p)` to `start(p + 1)`, exclusive. */
export interface Layout {
  readonly parents: number;
  readonly total: number;
  start(parent: number): number;
  count(parent: number): number;
  parentOf(child: number): number;
}

/** Distributes exactly `total` children over the parents in proportion to `weight`; a weight of 0 means no children. */
export const spread = (total: number, parents: number, weight: (parent: number) => number): Layout => {
  const bounds = new Float64Array(parents + 1);
  for (let p = 0; p < parents; p++) bounds[p + 1] = at(bounds, p) + weight(p);
  const sum = at(bounds, parents);
  for (let p = 0; p <= parents; p++) bounds[p] = sum === 0 ? 0 : Math.floor((at(bounds, p) * total) / sum);
  return {
    parents,
    total: at(bounds, parents),
    start: (p) => at(bounds, p),
    count: (p) => at(bounds, p + 1) - at(bounds, p),
    parentOf: (child) => lastAtMost(bounds, child),
  };
};

/** Returns a varying weight of a parent, 0 for one in seven. */
export const unevenWeight = (root: number, parent: number): number =>
  parent % 7 === 5 ? 0 : 1 + (draw(root, parent) % 9) * (parent % 5 === 0 ? 4 : 1);

/** List with repeated units, as vendors send them when one row has two origins. */
export interface Repeats {
  readonly total: number;
  unitOf(position: number): number;
  isRepeat(position: number): boolean;
  positionOf(unit: number): number;
}

/** Creates a list of `units` units in which every `every`-th unit is repeated. */
export const withRepeats = (units: number, every: number): Repeats => ({
  total: units + Math.floor(units / every),
  isRepeat: (p) => p % (every + 1) === every,
  unitOf: (p) => p - Math.floor(p / (every + 1)) - (p % (every + 1) === every ? 1 : 0),
  positionOf: (u) => u + Math.floor(u / every),
});

/** Permutation of 0 … n-1 that is computed in both directions without a table. */
export interface Shuffle {
  to(index: number): number;
  from(index: number): number;
}

/** Creates an affine permutation. n must be below 2^26, so that products are exact. */
export const shuffle = (n: number, root: number): Shuffle => {
  if (n < 2) return { to: (i) => i, from: (i) => i };
  let step = (mix(root) % n) | 1;
  while (gcd(step, n) !== 1) step = (step + 2) % n || 1;
  const back = inverse(step, n);
  const offset = draw(root, 1) % n;
  return {
    to: (i) => (step * i + offset) % n,
    from: (i) => (back * ((i - offset + n) % n)) % n,
  };
};

/** Finds the first number in [low, high) for which the monotonic `test` is true by binary search; `high` if none. */
export const firstWhere = (low: number, high: number, test: (n: number) => boolean): number => {
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (test(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
};

const at = (list: Float64Array, index: number): number => list[index] ?? 0;

const lastAtMost = (bounds: Float64Array, value: number): number =>
  firstWhere(0, bounds.length, (i) => at(bounds, i) > value) - 1;

const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));

const inverse = (a: number, n: number): number => {
  let [r0, r1, t0, t1] = [n, a % n, 0, 1];
  while (r1 !== 0) {
    const q = Math.floor(r0 / r1);
    [r0, r1, t0, t1] = [r1, r0 - q * r1, t1, t0 - q * t1];
  }
  return (t0 + n) % n;
};
