import { draw, mix } from './prng.ts';

/** Which parent holds which children: `start(p)` to `start(p + 1)` are the global numbers of the children of parent `p`. */
export interface Layout {
  readonly parents: number;
  readonly total: number;
  start(parent: number): number;
  count(parent: number): number;
  parentOf(child: number): number;
}

/** Spreads `total` children unevenly over the parents that `weight` does not rule out with 0; their sum is exactly `total`. */
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

/** A weight for most parents, 0 for one in seven: some are large, some small, some empty. */
export const unevenWeight = (root: number, parent: number): number =>
  parent % 7 === 5 ? 0 : 1 + (draw(root, parent) % 9) * (parent % 5 === 0 ? 4 : 1);

/** A list in which each `every`-th unit is sent twice in a row, as vendors do when one row has two origins. */
export interface Repeats {
  readonly total: number;
  unitOf(position: number): number;
  isRepeat(position: number): boolean;
  positionOf(unit: number): number;
}

/** Positions over `units` things with a repeat after every `every` of them. */
export const withRepeats = (units: number, every: number): Repeats => ({
  total: units + Math.floor(units / every),
  isRepeat: (p) => p % (every + 1) === every,
  unitOf: (p) => p - Math.floor(p / (every + 1)) - (p % (every + 1) === every ? 1 : 0),
  positionOf: (u) => u + Math.floor(u / every),
});

/** A shuffle of 0 … n-1 that can be read in both directions without a table. */
export interface Shuffle {
  to(index: number): number;
  from(index: number): number;
}

/** An affine shuffle; n stays far below 2^26, so the products stay exact. */
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

/** The first number in [low, high) for which `holds` is true, when it is false and then true; `high` when it never is. */
export const firstWhere = (low: number, high: number, holds: (n: number) => boolean): number => {
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) high = middle;
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
