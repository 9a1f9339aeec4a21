import type { Json } from '../../base/json/types.ts';
import type { RunReport } from '../../base/report/report.generated.ts';
import type { CounterTotals } from './run-counters.ts';

/** Where the ordered output of a run stands: everything before it is written. */
export interface Checkpoint {
  readonly stream: string;
  /** Ordinal of the partition that is being read. */
  readonly partition: number;
  /** The paginator's progress in it; absent before its first page is written. */
  readonly progress?: Json;
  /** What the partition's job gave, so that a run that goes on does not order the report again. */
  readonly job?: Json;
  /** Items that it gave so far, against the stream's limit. */
  readonly given?: number;
  /** Highest cursor value seen in it so far. */
  readonly cursor?: CursorMark;
}

/** How far the cursor of a partition may move. */
export interface CursorMark {
  /** Not after this: when the partition's read began, on the vendor's clock. */
  readonly cap: number;
  readonly highest?: string;
  /** Something that goes by it was left out: it stays where it was. */
  readonly held?: true;
}

/** Cursor values by stream and partition. */
export type Cursors = Record<string, Record<string, string>>;

/** Cursor marks by stream and partition. */
export type CursorMarks = Record<string, Record<string, CursorMark>>;

/** A run that has begun and not ended. */
export interface UnfinishedRun {
  readonly id: string;
  readonly startedAt: number;
  /** Connector, version, settings, filters, selection and destinations as a hash: another run cannot go on from this one. */
  readonly fingerprint: string;
  readonly full: boolean;
  readonly delta: boolean;
  readonly checkpoint: Checkpoint;
  readonly totals: CounterTotals;
  readonly sinks: readonly Json[];
  /** How far the cursors of what this run has read may move, by stream and cursor. */
  readonly marks: CursorMarks;
  /** Lengths in bytes of the journal's side files. */
  readonly lengths: Readonly<Record<string, number>>;
  /** Set once all is read: only publishing is left. */
  readonly finished?: RunReport;
}

/** What `--state` keeps between runs. */
export interface SavedState {
  readonly stateVersion: 1;
  readonly connector: string;
  readonly cursors: Cursors;
  /** What the last login gave for the next one, sealed. */
  readonly kept?: string;
  readonly run?: UnfinishedRun;
}

/** Where a run keeps its state; in memory only where the user asked for none. */
export interface StateStore {
  /** Names it in errors. */
  readonly name: string;
  load(): Promise<SavedState | undefined>;
  /** Replaces the state in one step. */
  save(state: SavedState): Promise<void>;
  /** Appends to a side file of the open run and makes it durable; its length in bytes. */
  append(name: string, bytes: Uint8Array): Promise<number>;
  /** The first `length` bytes of a side file; the rest is dropped. */
  restore(name: string, length: number): Promise<Uint8Array>;
  /** Removes the side files. */
  clear(): Promise<void>;
  readonly durable: boolean;
}

/** A journal that forgets: for runs without `--state`. */
export const noState: StateStore = {
  name: 'no state',
  durable: false,
  load: async () => undefined,
  save: async () => undefined,
  append: async () => 0,
  restore: async () => new Uint8Array(),
  clear: async () => undefined,
};
