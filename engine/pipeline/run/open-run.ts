import { type EngineError, engineError, isEngineError } from '../../base/errors/index.ts';
import { createTable, createTables, type Json } from '../../base/json/index.ts';
import type { RunReport } from '../../base/report/report.generated.ts';
import type { Connector } from '../connector/connector.ts';
import type { Sink } from '../sink/index.ts';
import { createParents, type Parents } from './parents.ts';
import type { Ports } from './ports.ts';
import { createRunCounters, extractTotals, type RunCounters } from './run-counters.ts';
import type { RunLimits } from './run-limits.ts';
import { createSeenRecords, type SeenRecords } from './seen-records.ts';
import type { Checkpoint, CursorMarks, Cursors, SavedState, StateStore, UnfinishedRun } from './state-store.ts';

/** Older stopped runs are not resumed: the vendor's data has changed too much. */
const RESUME_MS = 24 * 60 * 60 * 1000;

/** Job description of one run of a connector. */
export interface RunJob {
  readonly runId: string;
  readonly sinks: readonly Sink[];
  readonly stateStore: StateStore;
  /** Hash of everything that must be unchanged to resume a stopped run: settings, filters, selection, destinations. */
  readonly fingerprint: string;
  /** Ignores the saved cursors and any stopped run. */
  readonly full?: boolean;
  readonly signal?: AbortSignal;
  /** Ends the run early, for a trial: its cursors are not saved, and nothing is taken for absent. */
  readonly limits?: RunLimits;
  /** A failed run publishes what it read instead of leaving the previous files. */
  readonly keepPartial?: boolean;
  /** Receives the run counters once, for a progress display. */
  readonly watch?: (counters: RunCounters) => void;
  /** Receives the error of a failed run, of which the report contains the texts only. */
  readonly onFailure?: (error: EngineError) => void;
}

/** State of a run in progress. */
export interface RunInProgress {
  readonly id: string;
  readonly startedAt: number;
  readonly full: boolean;
  delta: boolean;
  /** Checkpoint to resume from; undefined for a fresh run. */
  readonly resume: Checkpoint | undefined;
  /** Checkpoint after the last complete page that was written. */
  checkpoint: Checkpoint;
  /** Nothing has been written since that page. */
  atPageEnd: boolean;
  /** Report of a run that was read completely and only has to be published. */
  readonly finished: RunReport | undefined;
  readonly counters: RunCounters;
  readonly seen: SeenRecords;
  readonly parents: Parents;
  /** Refresh tokens for the next login, encrypted. */
  kept: string | undefined;
  /** Cursors in the saved state. */
  readonly saved: Cursors;
  /** Cursors that this run starts from. */
  readonly cursors: Cursors;
  /** Cursor marks of the partitions that this run has read. */
  readonly marks: CursorMarks;
}

const isResumable = (run: UnfinishedRun | undefined, job: RunJob, now: number): run is UnfinishedRun =>
  run !== undefined &&
  !job.full &&
  run.fingerprint === job.fingerprint &&
  run.sinks.length === job.sinks.length &&
  now - run.startedAt < RESUME_MS;

async function restoreRun(run: UnfinishedRun, job: RunJob): Promise<{ seen: SeenRecords; parents: Parents }> {
  const seen = createSeenRecords({ journal: job.stateStore.durable });
  const parents = createParents();
  for (const [name, length] of Object.entries(run.lengths)) {
    const bytes = await job.stateStore.restore(name, length);
    if (!seen.restore(name, bytes)) parents.restore(name.replace(/\.ndjson$/, ''), bytes);
  }
  return { seen, parents };
}

/** Continues the numbering of written records, which the side files contain only if they have an identity. */
function skipWritten(seen: SeenRecords, { entities }: RunCounters): void {
  for (const [entity, { written }] of Object.entries(entities)) {
    const known = seen.of(entity);
    known.skipTo(written + known.superseded.count);
  }
}

/** Opens the sinks, at their positions to resume a run. If one cannot be opened, closes those that were. */
async function openSinks(sinks: readonly Sink[], positions?: readonly Json[]): Promise<void> {
  for (const [index, sink] of sinks.entries()) {
    try {
      await sink.open(positions?.[index]);
    } catch (error) {
      const isResumed = positions !== undefined;
      for (const opened of sinks.slice(0, index + 1)) await opened.abandon(isResumed).catch(() => undefined);
      throw error;
    }
  }
}

async function resumeRun(state: SavedState, run: UnfinishedRun, job: RunJob): Promise<RunInProgress> {
  const { seen, parents } = await restoreRun(run, job);
  if (!run.finished) await openSinks(job.sinks, run.sinks);
  const counters = createRunCounters(run.totals);
  skipWritten(seen, counters);
  return {
    id: run.id,
    startedAt: run.startedAt,
    full: run.full,
    delta: run.delta,
    resume: run.checkpoint,
    checkpoint: run.checkpoint,
    atPageEnd: true,
    finished: run.finished,
    counters,
    seen,
    parents,
    kept: state.kept,
    saved: state.cursors,
    cursors: run.full ? {} : state.cursors,
    marks: createTables(run.marks),
  };
}

/** Removes a stopped run from the state: the new run replaces its files, so no later run may resume it. */
async function dropRun(state: SavedState | undefined, stateStore: StateStore): Promise<void> {
  if (state?.run) {
    const { run: _, ...rest } = state;
    await stateStore.save(rest);
  }
  await stateStore.clear();
}

async function startRun(state: SavedState | undefined, job: RunJob, now: number): Promise<RunInProgress> {
  await dropRun(state, job.stateStore);
  await openSinks(job.sinks);
  return {
    id: job.runId,
    startedAt: now,
    full: job.full ?? false,
    delta: false,
    resume: undefined,
    checkpoint: { stream: '', partition: 0 },
    atPageEnd: false,
    finished: undefined,
    counters: createRunCounters(),
    seen: createSeenRecords({ journal: job.stateStore.durable }),
    parents: createParents(),
    kept: state?.kept,
    saved: state?.cursors ?? {},
    cursors: job.full ? {} : (state?.cursors ?? {}),
    marks: createTable(),
  };
}

/** Loads the saved state; a full run replaces a state that cannot be read. */
async function loadState(connector: Connector, { stateStore, full }: RunJob): Promise<SavedState | undefined> {
  try {
    return await stateStore.load();
  } catch (error) {
    if (!full || !isEngineError(error, 'STATE_UNREADABLE')) throw error;
    const empty: SavedState = { stateVersion: 1, connector: connector.manifest.id, cursors: {} };
    await stateStore.save(empty);
    return empty;
  }
}

/** Starts a run or resumes a stopped one. Throws STATE_OF_ANOTHER, STATE_UNREADABLE, FILE_UNWRITABLE. */
export async function openRun(connector: Connector, job: RunJob, ports: Ports): Promise<RunInProgress> {
  const state = await loadState(connector, job);
  if (state && state.connector !== connector.manifest.id) {
    throw engineError('STATE_OF_ANOTHER', { file: job.stateStore.name, connector: state.connector });
  }
  const now = ports.clock.now();
  return state && isResumable(state.run, job, now) ? resumeRun(state, state.run, job) : startRun(state, job, now);
}

/** Makes everything written so far durable: sinks first, then side files, then the state that refers to them. */
export async function saveCheckpoint(
  connector: Connector,
  job: RunJob,
  run: RunInProgress,
  finished?: RunReport,
): Promise<void> {
  if (!job.stateStore.durable) return;
  // If saving fails, the identities and parents taken here are lost: no later checkpoint may rely on them.
  run.atPageEnd = false;
  const sinks: Json[] = [];
  for (const sink of job.sinks) sinks.push(await sink.checkpoint());
  const lengths: Record<string, number> = {};
  for (const [name, entries] of run.seen.takeNew()) lengths[name] = await job.stateStore.append(name, entries);
  for (const [stream, lines] of run.parents.takeNew()) {
    lengths[`${stream}.ndjson`] = await job.stateStore.append(`${stream}.ndjson`, lines);
  }
  await job.stateStore.save({
    stateVersion: 1,
    connector: connector.manifest.id,
    cursors: run.saved,
    ...(run.kept === undefined ? {} : { kept: run.kept }),
    run: buildUnfinishedRun(job, run, { sinks, lengths, ...(finished ? { finished } : {}) }),
  });
  run.atPageEnd = true;
}

const buildUnfinishedRun = (
  job: RunJob,
  run: RunInProgress,
  at: Pick<UnfinishedRun, 'sinks' | 'lengths' | 'finished'>,
): UnfinishedRun => ({
  id: run.id,
  startedAt: run.startedAt,
  fingerprint: job.fingerprint,
  full: run.full,
  delta: run.delta,
  checkpoint: run.checkpoint,
  totals: extractTotals(run.counters),
  marks: run.marks,
  ...at,
});
