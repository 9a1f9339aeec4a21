import type { WriteCounts, Written } from '../../inventory/store/store.ts';
import type { CounterTotals } from '../../pipeline/run/run-counters.ts';
import type { Checkpoint, CursorMarks } from '../../pipeline/run/state-store.ts';

/** Partitions that a slice reads: all, a range in their order, or the partitions of some parents. */
export type SlicePart =
  | { readonly kind: 'all' }
  | { readonly kind: 'ordinals'; readonly from: number; readonly to: number }
  | { readonly kind: 'parents'; readonly first: ParentPosition; readonly count: number };

/** Position of a parent in its stream. */
export interface ParentPosition {
  readonly slice: number;
  readonly seq: number;
}

/** Progress of a slice; everything before it is stored. */
export interface SliceProgress {
  /** Absent before the first page. */
  readonly at?: Checkpoint;
  readonly totals: CounterTotals;
  readonly marks: CursorMarks;
  /** True if a partition was read from a cursor. */
  readonly delta: boolean;
  /** Number of parents that it has stored. */
  readonly parents: number;
  readonly written: Written;
  /** Number of records of each entity without an identity, up to the last complete page. */
  readonly appended?: Readonly<Record<string, number>>;
}

const NOTHING: WriteCounts = { added: 0, changed: 0, unchanged: 0, returned: 0, repeated: 0 };

export const NOTHING_WRITTEN: Written = { asset: NOTHING, finding: NOTHING };

const addCounts = (a: WriteCounts, b: WriteCounts): WriteCounts => ({
  added: a.added + b.added,
  changed: a.changed + b.changed,
  unchanged: a.unchanged + b.unchanged,
  returned: a.returned + b.returned,
  repeated: a.repeated + b.repeated,
});

function addRecords(a: Written['records'] = {}, b: Written['records'] = {}): NonNullable<Written['records']> {
  const names = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  return Object.fromEntries(names.map((name) => [name, addCounts(a[name] ?? NOTHING, b[name] ?? NOTHING)]));
}

export const addWritten = (a: Written, b: Written): Written => ({
  asset: addCounts(a.asset, b.asset),
  finding: addCounts(a.finding, b.finding),
  ...(a.records || b.records ? { records: addRecords(a.records, b.records) } : {}),
});

/** Lists the counts of each entity. */
export const listWritten = ({ records = {}, ...builtIn }: Written): readonly (readonly [string, WriteCounts])[] =>
  Object.entries({ ...records, ...builtIn });
