import { createTable, type JsonObject } from '../../base/json/index.ts';

/** Job of one partition, as a checkpoint stores it. */
export interface JobState {
  /** Values that its steps have captured so far. */
  readonly captured: JsonObject;
  /** Set once it is done and all values are captured: only its files are left. */
  readonly ready?: true;
  /** Set if it replaces a job that the vendor had dropped. */
  readonly recreated?: true;
  /** Values of the partition's scope that the requests to delete or abort it may send. */
  readonly scope?: JsonObject;
  /** Set once its records are written: only deleting it is left. */
  readonly written?: true;
}

/** Jobs by the ordinal of their partition. Plain data that changes while jobs run. */
export type JobTable = Record<string, JobState>;

/** Open jobs of a stream. A checkpoint stores them, so that a resumed run continues with them. */
export interface JobBook {
  /** Changes while jobs run: a checkpoint that refers to it is saved with the latest jobs. */
  readonly table: Readonly<JobTable>;
  get(ordinal: number): JobState | undefined;
  set(ordinal: number, state: JobState): void;
  remove(ordinal: number): void;
  /** Notes that all records of a partition are written. */
  finish(ordinal: number): void;
}

/** Creates the book of a stream, with the jobs of a stopped run. Jobs that are never deleted are removed when they are read. */
export function createJobBook(saved: Readonly<JobTable> | undefined, keepsWritten: boolean): JobBook {
  const table: JobTable = createTable(saved);
  const remove = (ordinal: number) => {
    delete table[ordinal];
  };
  return {
    table,
    get: (ordinal) => table[ordinal],
    set: (ordinal, state) => {
      table[ordinal] = state;
    },
    remove,
    finish(ordinal) {
      const state = table[ordinal];
      if (!state) return;
      if (keepsWritten) table[ordinal] = { ...state, written: true };
      else remove(ordinal);
    },
  };
}
