import { createHash, type Hash } from 'node:crypto';
import type { SavedState, StateStore } from '../../pipeline/run/state-store.ts';
import { buildStoredRun, type StreamState } from './stream-state.ts';

const PARENTS_FILE = /^(.+)\.ndjson$/;

/** Digests of the lists of parents, by stream. */
export interface ParentDigests {
  append(file: string, bytes: Uint8Array): void;
  all(): Readonly<Record<string, string>>;
}

/** Creates digests that continue restored lists. Side files other than lists of parents are ignored. */
export function createParentDigests(restored: ReadonlyMap<string, Uint8Array> = new Map()): ParentDigests {
  const hashes = new Map<string, Hash>();
  const append = (file: string, bytes: Uint8Array) => {
    const stream = PARENTS_FILE.exec(file)?.[1];
    if (stream === undefined) return;
    const hash = hashes.get(stream) ?? createHash('sha256');
    hashes.set(stream, hash.update(bytes));
  };
  for (const [file, bytes] of restored) append(file, bytes);
  return {
    append,
    all: () => Object.fromEntries([...hashes].map(([stream, hash]) => [stream, hash.copy().digest('base64url')])),
  };
}

export interface MessageStateOptions {
  /** State of the pipeline to start from. */
  readonly start: SavedState;
  /** Side files of the run to resume. */
  readonly restored: ReadonlyMap<string, Uint8Array>;
  /** Version of the tables that the sync replaces. */
  readonly version: number;
  readonly nextSequence: () => number;
  /** Returns false while a state would contain nothing new: the run has not started, or is reading parents only. */
  readonly isWorth: (state: SavedState) => boolean;
  readonly emit: (state: StreamState) => Promise<void>;
}

/** Creates a state store that sends each state as a message instead of storing it. */
export function createMessageState({ start, restored, ...options }: MessageStateOptions): StateStore {
  let latest = start;
  const digests = createParentDigests(restored);
  const send = ({ connector, cursors, kept, run }: SavedState): Promise<void> =>
    options.emit({
      stateVersion: 1,
      connector,
      sequence: options.nextSequence(),
      cursors,
      ...(kept === undefined ? {} : { kept }),
      ...(run === undefined ? {} : { run: buildStoredRun(run, { version: options.version, parents: digests.all() }) }),
    });
  return {
    name: 'the state of a message',
    durable: true,
    load: async () => latest,
    async save(state) {
      const isRotated = state.kept !== latest.kept;
      latest = state;
      // A completely read run is saved twice: before and after it is published.
      if (isRotated || (state.run?.finished === undefined && options.isWorth(state))) await send(state);
    },
    append: async (file, bytes) => {
      digests.append(file, bytes);
      return 0;
    },
    restore: async (file) => restored.get(file) ?? new Uint8Array(),
    clear: async () => undefined,
  };
}
