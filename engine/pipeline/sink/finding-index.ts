import type { Superseded } from './superseded.ts';

/** Byte range of a finding in its file, including the line feed. */
export interface FileRange {
  readonly at: number;
  readonly length: number;
}

/** Index of findings by asset: linked ranges in flat arrays, 16 bytes per finding. */
export interface FindingIndex {
  /** Adds the next finding of the file. */
  add(assetId: string, length: number): void;
  /** Removes and returns the ranges of an asset's findings in file order, except superseded ones. */
  take(assetId: string, superseded: Superseded): FileRange[];
  /** Returns the assets whose findings were not taken. */
  left(): string[];
}

const FIRST_SIZE = 1 << 12;

export function createFindingIndex(): FindingIndex {
  const last = new Map<string, number>();
  let starts = new Float64Array(FIRST_SIZE);
  let lengths = new Uint32Array(FIRST_SIZE);
  let before = new Int32Array(FIRST_SIZE);
  let count = 0;
  let end = 0;
  const grow = () => {
    const [a, b, c] = [new Float64Array(count * 2), new Uint32Array(count * 2), new Int32Array(count * 2)];
    a.set(starts);
    b.set(lengths);
    c.set(before);
    [starts, lengths, before] = [a, b, c];
  };
  return {
    add(assetId, length) {
      if (count === starts.length) grow();
      starts[count] = end;
      lengths[count] = length;
      before[count] = last.get(assetId) ?? -1;
      last.set(assetId, count);
      count += 1;
      end += length;
    },
    take(assetId, superseded) {
      const ranges: FileRange[] = [];
      for (let at = last.get(assetId) ?? -1; at >= 0; at = before[at] ?? -1) {
        if (!superseded.has(at)) ranges.push({ at: starts[at] ?? 0, length: lengths[at] ?? 0 });
      }
      last.delete(assetId);
      return ranges.reverse();
    },
    left: () => [...last.keys()],
  };
}
