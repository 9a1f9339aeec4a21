import { isObject, type Json, type JsonObject } from '../../base/json/index.ts';
import type { CounterTotals } from '../../pipeline/run/run-counters.ts';
import type { Checkpoint, Cursors, SavedState, UnfinishedRun } from '../../pipeline/run/state-store.ts';

/*
 * The state of a record stream travels in messages, so it is small and complete by itself: cursors, and the position of an
 * unfinished sync. It contains neither the identities that the sync has written nor the parents that it has listed. Parents are
 * listed again before a sync resumes; see restore-parents.ts.
 */

/** Counters that a resumed run continues: those that decide about errors and warnings. */
export type StoredTotals = Pick<CounterTotals, 'streams' | 'skippedPartitions' | 'cursors'>;

/** Unfinished sync, as a message contains it. */
export interface StoredRun
  extends Pick<UnfinishedRun, 'id' | 'startedAt' | 'fingerprint' | 'delta' | 'checkpoint' | 'marks'> {
  readonly totals: StoredTotals;
  /** Version of the tables that the sync replaces; a resumed sync continues it. */
  readonly version: number;
  /** Digests of the lists of parents by stream: partitions are numbered in their order. */
  readonly parents: Readonly<Record<string, string>>;
}

/** State of one record stream. */
export interface StreamState {
  readonly stateVersion: 1;
  /** Id of the manifest. */
  readonly connector: string;
  /** Increases with each state of a connection: of several, the lowest is the oldest. */
  readonly sequence: number;
  readonly cursors: Cursors;
  /** Refresh tokens for the next login, encrypted. */
  readonly kept?: string;
  /** Absent if the last sync is complete. */
  readonly run?: StoredRun;
}

const isTextTable = (value: unknown): boolean =>
  isObject(value) && Object.values(value).every((text) => typeof text === 'string');

const isCursors = (value: unknown): value is Cursors => isObject(value) && Object.values(value).every(isTextTable);

const isCheckpoint = (value: unknown): value is Checkpoint =>
  isObject(value) && typeof value['stream'] === 'string' && Number.isSafeInteger(value['partition']);

const isRun = (value: unknown): value is StoredRun =>
  isObject(value) &&
  typeof value['id'] === 'string' &&
  typeof value['startedAt'] === 'number' &&
  typeof value['fingerprint'] === 'string' &&
  isCheckpoint(value['checkpoint']) &&
  isObject(value['marks']) &&
  isObject(value['totals']) &&
  typeof value['version'] === 'number' &&
  isTextTable(value['parents']);

/** Returns a state that this version can read; undefined for any other value. */
export function parseStreamState(value: unknown): StreamState | undefined {
  if (!isObject(value) || value['stateVersion'] !== 1) return undefined;
  const { connector, sequence, cursors, kept, run } = value;
  const isValid =
    typeof connector === 'string' &&
    typeof sequence === 'number' &&
    isCursors(cursors) &&
    (kept === undefined || typeof kept === 'string') &&
    (run === undefined || isRun(run));
  return isValid ? (value as unknown as StreamState) : undefined;
}

/** Builds the stored form of an unfinished run. */
export const buildStoredRun = (
  run: UnfinishedRun,
  { version, parents }: Pick<StoredRun, 'version' | 'parents'>,
): StoredRun => ({
  id: run.id,
  startedAt: run.startedAt,
  fingerprint: run.fingerprint,
  delta: run.delta,
  checkpoint: run.checkpoint,
  marks: run.marks,
  totals: {
    streams: run.totals.streams,
    skippedPartitions: run.totals.skippedPartitions,
    cursors: run.totals.cursors,
  },
  version,
  parents,
});

const NO_TOTALS: Omit<CounterTotals, keyof StoredTotals> = {
  entities: {} as CounterTotals['entities'],
  unmapped: {},
  defaulted: {},
  warnings: [],
  repeats: {},
  repeatedItems: {},
  rejects: {},
  expected: {},
};

/** Builds the pipeline's form of a stored run. `lengths` are those of its side files. */
export const restoreRun = (
  { totals, parents: _parents, version: _version, ...run }: StoredRun,
  lengths: UnfinishedRun['lengths'],
): UnfinishedRun => ({
  ...run,
  full: false,
  totals: { ...NO_TOTALS, warnings: [], ...structuredClone(totals) },
  sinks: [null as Json],
  lengths,
});

/** State that a group of streams starts from. */
export type StartingState = Pick<StreamState, 'cursors' | 'run'>;

/**
 * Returns the state from which streams that are read together start: the oldest, because a client may have stored the states of
 * some and not of others. Without the state of one of them, all of them are read completely. A full refresh uses no cursors,
 * and resumes like any other sync.
 */
export function pickStart(states: readonly (StreamState | undefined)[], isFull: boolean): StartingState {
  const known = states.filter((state) => state !== undefined);
  if (known.length < states.length || known.length === 0) return { cursors: {} };
  const { cursors, run } = known.reduce((oldest, state) => (state.sequence < oldest.sequence ? state : oldest));
  return { cursors: isFull ? {} : cursors, ...(run ? { run } : {}) };
}

/** Builds the pipeline's form of a state. */
export const toSavedState = (connector: string, cursors: Cursors, kept: string | undefined): SavedState => ({
  stateVersion: 1,
  connector,
  cursors,
  ...(kept === undefined ? {} : { kept }),
});

/** State as a message contains it. */
export const toJson = (state: StreamState): JsonObject => state as unknown as JsonObject;
