import type { ParentPosition, SlicePart } from './slice.ts';

/** Approximate number of slices of a stream: enough for many workers, with negligible overhead. */
const SLICES = 40;
/** Maximum number of partitions of a slice, which limits the work lost with a worker. */
const MAX_PARTITIONS = 50;

/** Part of a stream's partitions: those of consecutive parents. */
export type ParentsPart = Extract<SlicePart, { kind: 'parents' }>;

/** Number of slices after which the size of further ones doubles, while their total number is unknown. */
const DOUBLING = SLICES / 2;

/**
 * Returns how many of `count` partitions a slice reads. The size grows with the number of slices that are already `planned`:
 * few parents at a time would otherwise become as many slices.
 */
export const sliceSize = (count: number, planned = 0): number =>
  Math.min(MAX_PARTITIONS, Math.max(1, Math.ceil(count / SLICES), 2 ** Math.floor(planned / DOUBLING)));

const toKey = ({ slice, seq }: ParentPosition): string => `${slice} ${seq}`;

/** Splits parents, in reading order, into parts of up to `size`; leaves out those of the parts that are already planned. */
export function splitParents(
  positions: readonly ParentPosition[],
  size: number,
  planned: readonly ParentsPart[] = [],
): readonly ParentsPart[] {
  const counts = new Map(planned.map(({ first, count }) => [toKey(first), count]));
  const parts: ParentsPart[] = [];
  let open: { first: ParentPosition; count: number } | undefined;
  const close = () => {
    if (open) parts.push({ kind: 'parents', ...open });
    open = undefined;
  };
  for (let at = 0; at < positions.length; at += 1) {
    const first = positions[at] as ParentPosition;
    const skipped = counts.get(toKey(first));
    if (skipped !== undefined || open?.count === size) close();
    if (skipped !== undefined) at += skipped - 1;
    else if (open) open.count += 1;
    else open = { first, count: 1 };
  }
  close();
  return parts;
}
