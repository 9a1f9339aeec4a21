import type { Json } from '../../base/json/types.ts';
import type { RunReport } from '../../base/report/report.generated.ts';
import type { JobTable } from './job-book.ts';
import type { CounterTotals } from './run-counters.ts';

/** Position in the ordered output of a run: everything before it is written. */
export interface Checkpoint {
  readonly stream: string;
  /** Index of the partition being read. */
  readonly partition: number;
  /** Paging progress in the partition; absent before its first page is written. */
  readonly progress?: Json;
  /** Open jobs of the stream, so that a resumed run does not create them again. */
  readonly jobs?: Readonly<JobTable>;
  /** Items passed on so far; counts against the stream's limit. */
  readonly given?: number;
  /** Highest cursor value seen so far. */
  readonly cursor?: CursorMark;
}

/** Limit for the next cursor of a partition. */
export interface CursorMark {
  /** Start of the partition's read by the vendor's clock, epoch ms: the cursor never passes it. */
  readonly cap: number;
  readonly highest?: string;
  /** A partition of this cursor was skipped, so the cursor does not move. */
  readonly held?: true;
}

/** Cursor values by stream and partition. */
export type Cursors = Record<string, Record<string, string>>;

/** Cursor marks by stream and partition. */
export type CursorMarks = Record<string, Record<string, CursorMark>>;

/** Run that has started and not ended. */
export interface UnfinishedRun {
  readonly id: string;
  readonly startedAt: number;
  /** Hash of connector, version, settings, filters, selection and destinations; only an equal run resumes this one. */
  readonly fingerprint: string;
  readonly full: boolean;
  readonly delta: boolean;
  readonly checkpoint: Checkpoint;
  readonly totals: CounterTotals;
  readonly sinks: readonly Json[];
  /** Cursor marks of this run, by stream and cursor. */
  readonly marks: CursorMarks;
  /** Lengths of the side files, bytes. */
  readonly lengths: Readonly<Record<string, number>>;
  /** Set when everything is read and only publishing is left. */
  readonly finished?: RunReport;
}

/** Contents of the `--state` file. */
export interface SavedState {
  readonly stateVersion: 1;
  readonly connector: string;
  readonly cursors: Cursors;
  /** Refresh tokens for the next login, encrypted. */
  readonly kept?: string;
  readonly run?: UnfinishedRun;
}

/** Storage for the state of a run. */
export interface StateStore {
  /** Name in errors. */
  readonly name: string;
  load(): Promise<SavedState | undefined>;
  /** Replaces the state atomically. */
  save(state: SavedState): Promise<void>;
  /** Appends to a side file of the unfinished run and makes it durable. Resolves to its length, bytes. */
  append(name: string, bytes: Uint8Array): Promise<number>;
  /** Returns the first `length` bytes of a side file and drops the rest. */
  restore(name: string, length: number): Promise<Uint8Array>;
  /** Removes the side files. */
  clear(): Promise<void>;
  readonly durable: boolean;
}

/** State store of runs without `--state`. */
export const noState: StateStore = {
  name: 'no state',
  durable: false,
  load: async () => undefined,
  save: async () => undefined,
  append: async () => 0,
  restore: async () => new Uint8Array(),
  clear: async () => undefined,
};
