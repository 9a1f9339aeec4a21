import type { RunReport } from '../../base/report/report.generated.ts';
import type { CompiledStream, Connector } from '../../pipeline/connector/index.ts';
import type { Ports } from '../../pipeline/run/ports.ts';
import { run } from '../../pipeline/run/run.ts';
import type { SavedState, StateStore } from '../../pipeline/run/state-store.ts';
import { createParentDigests } from './message-state.ts';
import type { StoredRun } from './stream-state.ts';

/** Lists of parents of an interrupted run, listed again. */
export interface RestoredParents {
  /** Side files by name, as the pipeline restores them. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** The run to resume: at its position, or at the start of its stream if the list of its parents has changed. */
  readonly run: StoredRun;
  readonly isChanged: boolean;
  /** Refresh tokens after the listing, which may have logged in. */
  readonly kept: string | undefined;
}

const withoutMaps = (stream: CompiledStream): CompiledStream => ({
  ...stream,
  mappings: [],
  members: stream.members.map(withoutMaps),
});

const isParent = ({ carry, members }: CompiledStream): boolean => carry !== undefined || members.some(isParent);

/** Collects the side files of a run in memory. */
function createCollector(start: SavedState): { readonly store: StateStore; readonly files: Map<string, Uint8Array> } {
  const files = new Map<string, Uint8Array>();
  let state = start;
  const store: StateStore = {
    name: 'memory',
    durable: true,
    load: async () => state,
    save: async (saved) => {
      state = saved;
    },
    async append(file, bytes) {
      if (!file.endsWith('.ndjson')) return 0;
      const whole = Buffer.concat([files.get(file) ?? new Uint8Array(), bytes]);
      files.set(file, whole);
      return whole.length;
    },
    restore: async () => new Uint8Array(),
    clear: async () => undefined,
  };
  return { store, files };
}

/** Names of the streams whose items number the partitions of a stream. */
const listParentNames = ({ sources }: CompiledStream): string[] =>
  sources.flatMap(({ members }) => members.flatMap((member) => (member.kind === 'parent' ? [member.stream] : [])));

export interface RestoreParts {
  readonly state: SavedState;
  readonly ports: Ports;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Lists the parents of an interrupted run again, without mapping or writing anything. Resolves to the report of the listing if
 * it failed.
 */
export async function restoreParents(
  connector: Connector,
  stored: StoredRun,
  { state, ports, signal }: RestoreParts,
): Promise<RestoredParents | { readonly failed: RunReport; readonly kept: string | undefined }> {
  const at = connector.streams.findIndex(({ name }) => name === stored.checkpoint.stream);
  const stream = connector.streams[at];
  const needed = connector.streams.slice(0, at + 1).filter(isParent);
  if (!stream || needed.length === 0) return { files: new Map(), run: stored, isChanged: false, kept: state.kept };
  const { store, files } = createCollector(state);
  const listing = { ...connector, streams: needed.map(withoutMaps) };
  const job = { runId: stored.id, sinks: [], stateStore: store, fingerprint: '', ...(signal ? { signal } : {}) };
  const report = await run(listing, job, ports);
  const kept = (await store.load())?.kept;
  if (report.error) return { failed: report, kept };
  const found = createParentDigests(files).all();
  const isChanged = listParentNames(stream).some((name) => found[name] !== stored.parents[name]);
  const checkpoint = { stream: stream.name, partition: 0 };
  return { files, isChanged, kept, run: isChanged ? { ...stored, checkpoint } : stored };
}
