import { randomUUID } from 'node:crypto';
import { CATALOGUE, type EngineError, type ErrorCode, isEngineError, toEngineError } from '../../base/errors/index.ts';
import type { RunReport } from '../../base/report/report.generated.ts';
import type { Connector } from '../../pipeline/connector/index.ts';
import type { Ports } from '../../pipeline/run/ports.ts';
import { run } from '../../pipeline/run/run.ts';
import type { SavedState } from '../../pipeline/run/state-store.ts';
import { createMessageSink, type MessageSink } from './message-sink.ts';
import { createMessageState } from './message-state.ts';
import { type Failure, formatWarning, type MessageWriter, type SelectedStream } from './message-writer.ts';
import { groupBySource } from './record-stream.ts';
import { restoreParents } from './restore-parents.ts';
import { pickStart, restoreRun, type StoredRun, type StreamState, toSavedState } from './stream-state.ts';

/*
 * One sync of a protocol:
 *
 *   groupBySource           streams from the same pages are read together
 *   for each group          one run of the pipeline each: own cursors, own state, own outcome
 *     pickStart             the oldest of their states
 *     restoreParents        only to resume an interrupted run
 *     run                   records to a sink that writes messages, states to a store that writes messages
 */

/** Input of a sync. */
export interface SyncPlan {
  readonly streams: readonly SelectedStream[];
  /** State of each stream; streams without one start from scratch. */
  readonly states: ReadonlyMap<string, StreamState>;
  /** Compiles the connector for these entities only. */
  readonly compile: (entities: readonly string[]) => Promise<Connector>;
  /** Returns a hash of what must be unchanged to resume a sync of these streams. */
  readonly fingerprint: (streams: readonly SelectedStream[]) => string;
  readonly writer: MessageWriter;
  readonly ports: Ports;
  readonly signal?: AbortSignal;
}

/** Progress of a sync across its groups. */
interface SyncProgress {
  sequence: number;
  kept: string | undefined;
}

/** After refused credentials no other stream can succeed, and further logins could lock the account. */
const isFinal = ({ code }: Failure): boolean =>
  code !== 'PERMISSION_DENIED' && Object.hasOwn(CATALOGUE, code) && CATALOGUE[code as ErrorCode].stage === 'auth';

/** Reads the selected streams and writes their messages. Resolves to false if one of them failed. Throws INTERRUPTED. */
export async function syncStreams(plan: SyncPlan): Promise<boolean> {
  const states = [...plan.states.values()];
  const newest = states.reduce<StreamState | undefined>(
    (latest, state) => (latest && latest.sequence > state.sequence ? latest : state),
    undefined,
  );
  const progress: SyncProgress = { sequence: newest?.sequence ?? 0, kept: newest?.kept };
  const failures: Failure[] = [];
  for (const group of groupBySource(plan.streams)) {
    if (failures.some(isFinal)) for (const stream of group) await plan.writer.fail(stream, undefined);
    else failures.push(...(await syncGroup(plan, group, progress)));
  }
  return failures.length === 0;
}

/** Syncs the streams of one group. Resolves to its failures: at most one. */
async function syncGroup(
  plan: SyncPlan,
  group: readonly SelectedStream[],
  progress: SyncProgress,
): Promise<readonly Failure[]> {
  try {
    const failure = await runGroup(plan, group, progress);
    for (const stream of group) await (failure ? plan.writer.fail(stream, failure) : plan.writer.complete(stream));
    return failure ? [failure] : [];
  } catch (error) {
    const ours = toEngineError(error);
    if (isOutputClosed(ours)) throw error;
    const isInterrupted = isEngineError(error, 'INTERRUPTED');
    for (const stream of group) await plan.writer.fail(stream, isInterrupted ? undefined : ours);
    if (isInterrupted) throw error;
    return [ours];
  }
}

/** The reader of the messages is gone: no further message can be written. */
const isOutputClosed = ({ code }: EngineError): boolean => code === 'FILE_UNWRITABLE';

/** Start of a group's run: the pipeline's state, and the side files of the run to resume. */
interface GroupStart {
  readonly saved: SavedState;
  readonly run: StoredRun | undefined;
  readonly files: ReadonlyMap<string, Uint8Array>;
}

const RESUME_MS = 24 * 60 * 60 * 1000;

/** Finds the state to start from, and prepares to resume an interrupted run of the same streams. */
async function openGroup(
  plan: SyncPlan,
  group: readonly SelectedStream[],
  { connector, progress, fingerprint }: { connector: Connector; progress: SyncProgress; fingerprint: string },
): Promise<GroupStart | { readonly failed: RunReport }> {
  const { writer, ports, signal } = plan;
  const states = group.map(({ name }) => plan.states.get(name));
  const start = pickStart(
    states,
    group.some(({ mode }) => mode === 'full'),
  );
  const saved = toSavedState(connector.manifest.id, start.cursors, progress.kept);
  const isResumable =
    start.run?.fingerprint === fingerprint && ports.clock.now() - (start.run?.startedAt ?? 0) < RESUME_MS;
  if (!start.run || !isResumable) return { saved, run: undefined, files: new Map() };
  const restored = await restoreParents(connector, start.run, { state: saved, ports, signal });
  progress.kept = restored.kept;
  if ('failed' in restored) return restored;
  const { files, run: stored, isChanged } = restored;
  if (isChanged)
    await writer.log(
      'WARN',
      `the items that partition "${stored.checkpoint.stream}" changed since the sync was interrupted: it is read from its start`,
    );
  const lengths = Object.fromEntries([...files].map(([file, bytes]) => [file, bytes.length]));
  const whole = toSavedState(connector.manifest.id, start.cursors, restored.kept);
  return { saved: { ...whole, run: restoreRun(stored, lengths) }, run: stored, files };
}

/** Runs the pipeline for a group. Resolves to the failure of the run. */
async function runGroup(
  plan: SyncPlan,
  group: readonly SelectedStream[],
  progress: SyncProgress,
): Promise<Failure | undefined> {
  const { writer, ports, signal } = plan;
  const connector = await plan.compile(group.map(({ name }) => name));
  const fingerprint = plan.fingerprint(group);
  const opened = await openGroup(plan, group, { connector, progress, fingerprint });
  if ('failed' in opened) return opened.failed.error ?? undefined;
  const version = opened.run?.version ?? ports.clock.now();
  for (const stream of group) await writer.start(stream, version);
  const output = createMessageSink(writer);
  const report = await run(
    connector,
    {
      runId: opened.run?.id ?? randomUUID(),
      sinks: [output.sink],
      stateStore: createGroupState(plan, group, { opened, output, progress, version }),
      fingerprint,
      ...(signal ? { signal } : {}),
    },
    ports,
  );
  for (const warning of report.warnings) await writer.log('WARN', formatWarning(warning));
  await output.logRejects();
  return report.error ?? undefined;
}

interface GroupOutput {
  readonly opened: GroupStart;
  readonly output: MessageSink;
  readonly progress: SyncProgress;
  readonly version: number;
}

/** Creates the state store of a group: each state is sent once per stream, with the number of its records. */
function createGroupState(
  { writer }: SyncPlan,
  group: readonly SelectedStream[],
  { opened, output, progress, version }: GroupOutput,
) {
  const producing = new Set(group.flatMap(({ sources }) => sources));
  return createMessageState({
    start: opened.saved,
    restored: opened.files,
    version,
    nextSequence: () => {
      progress.sequence += 1;
      return progress.sequence;
    },
    isWorth: ({ run: unfinished }) =>
      output.isOpen() && (unfinished === undefined || producing.has(unfinished.checkpoint.stream)),
    async emit(state) {
      progress.kept = state.kept;
      for (const { name } of group) await writer.state(name, state, output.takeCount(name));
    },
  });
}
