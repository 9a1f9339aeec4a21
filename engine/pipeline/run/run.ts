import { engineError, toEngineError } from '../../base/errors/index.ts';
import type { RunReport, Warning } from '../../base/report/report.generated.ts';
import type { CompiledStream, Connector } from '../connector/connector.ts';
import { computeNextCursors } from './cursors.ts';
import { deleteWrittenJobs, endOpenJobs, hasWrittenJobs } from './job.ts';
import { createJobBook } from './job-book.ts';
import { openRun, type RunInProgress, type RunJob, saveCheckpoint } from './open-run.ts';
import { checkPartitionsRead, depthReached, noPartitions, warnOnce } from './partition-warnings.ts';
import { observePartitions } from './partitions.ts';
import type { Ports } from './ports.ts';
import { createRecordVersions } from './record-version.ts';
import { buildReport, findErrorLocation, isAlreadyRead } from './report.ts';
import { limitStream } from './run-limits.ts';
import { createOwnSessions, openRefreshTokenStore } from './sessions.ts';
import type { SavedState } from './state-store.ts';
import { buildCheckpoint, readBatchesInOrder, startCheckpoint } from './stream-batches.ts';
import { createVendorClient, type VendorClient } from './vendor-client.ts';
import { createBatchPacker, createWriter } from './writer.ts';

/*
 * One sync:
 *
 *   openRun             state and sinks: start, or resume from the checkpoint
 *   for each stream     parents first
 *     readStream
 *       listPartitions        values of the sources × time windows
 *       readBatchesInOrder    several partitions at once, results in order
 *         readPartition       job, then the page loop: request → page → items → records
 *       writer.write          drop repeats, count, write to every sink
 *       saveCheckpoint        about once a second: sinks, side files, state
 *   buildReport → publishRun  files and cursors become visible together
 */

/**
 * Runs one sync: reads the connector's streams and writes their records to the job's sinks. Resolves to the run report,
 * also for a failed run. Throws INTERRUPTED when `job.signal` aborts, and errors of an invalid state or destination.
 */
export async function run(connector: Connector, job: RunJob, ports: Ports): Promise<RunReport> {
  const progress = await openRun(connector, job, ports);
  job.watch?.(progress.counters);
  if (progress.finished) return publishRun(connector, job, progress, progress.finished);
  try {
    const client = createVendorClient(connector, ports, {
      counters: progress.counters,
      sessions: createOwnSessions(openRefreshTokenStore(connector, job, { progress, ports })),
    });
    for (const stream of connector.streams) {
      if (!isAlreadyRead(connector, stream, progress.resume))
        await readStream({ connector, job, ports, progress, client }, stream);
    }
    checkPartitionsRead(connector.streams, progress.counters);
    const report = buildReport(connector, progress, { counters: progress.counters, finishedAt: ports.clock.now() });
    await saveCheckpoint(connector, job, progress, report);
    return await publishRun(connector, job, progress, report);
  } catch (error) {
    if (job.signal?.aborted) {
      await stopRun(connector, job, progress);
      throw engineError('INTERRUPTED', {}, error);
    }
    const ours = toEngineError(error);
    job.onFailure?.(ours);
    const failure = { error: ours, place: findErrorLocation(ours) };
    const report = buildReport(connector, progress, {
      counters: progress.counters,
      finishedAt: ports.clock.now(),
      failure,
    });
    if (job.keepPartial) return publishRun(connector, job, progress, report);
    if (ours.code === 'ALL_PARTITIONS_SKIPPED') await dropRun(connector, job, progress, report);
    else await stopRun(connector, job, progress, report);
    return report;
  }
}

/** Builds the state without an unfinished run. */
const buildIdleState = (
  { manifest }: Connector,
  { kept }: RunInProgress,
  cursors: SavedState['cursors'],
): SavedState => ({
  stateVersion: 1,
  connector: manifest.id,
  cursors,
  ...(kept === undefined ? {} : { kept }),
});

/**
 * Publishes the written files, then the state for the next run. Returns the report with the warnings of the sinks. The
 * cursors advance only after a complete run.
 */
async function publishRun(
  connector: Connector,
  job: RunJob,
  progress: RunInProgress,
  report: RunReport,
): Promise<RunReport> {
  const warnings: Warning[] = [];
  const isComplete = report.state === 'PROCESSED' && job.limits === undefined;
  const superseded = progress.seen.superseded();
  for (const sink of job.sinks) await sink.finish(report, (warning) => warnings.push(warning), superseded);
  if (job.stateStore.durable) {
    const { saved, marks } = progress;
    const cursors = isComplete ? computeNextCursors(connector.streams, saved, marks) : saved;
    await job.stateStore.save(buildIdleState(connector, progress, cursors));
    await job.stateStore.clear();
  }
  return warnings.length === 0 ? report : { ...report, warnings: [...report.warnings, ...warnings] };
}

/** Ends without publishing: the previous files stay. With a state, the next run resumes from the last complete page. */
async function stopRun(connector: Connector, job: RunJob, progress: RunInProgress, report?: RunReport): Promise<void> {
  // A second failure, such as a full disk, must not hide the first; the previous checkpoint stays valid.
  if (progress.atPageEnd) await saveCheckpoint(connector, job, progress).catch(() => undefined);
  for (const sink of job.sinks) await sink.abandon(job.stateStore.durable, report).catch(() => undefined);
}

/** Ends without publishing and without a checkpoint: everything is read, so a resumed run would only fail again. */
async function dropRun(connector: Connector, job: RunJob, progress: RunInProgress, report: RunReport): Promise<void> {
  for (const sink of job.sinks) await sink.abandon(false, report).catch(() => undefined);
  if (!job.stateStore.durable) return;
  await job.stateStore.save(buildIdleState(connector, progress, progress.saved));
  await job.stateStore.clear();
}

/** Minimum time between two checkpoints, ms. */
const CHECKPOINT_MS = 1000;

export interface RunContext {
  readonly connector: Connector;
  readonly job: RunJob;
  readonly ports: Ports;
  readonly progress: RunInProgress;
  readonly client: VendorClient;
}

/** Reads the partitions of a stream concurrently, writes their records in order, and saves checkpoints. */
export async function readStream(context: RunContext, whole: CompiledStream): Promise<void> {
  const { connector, job, ports, progress, client } = context;
  const { parents, cursors, counters, seen } = progress;
  const resume = progress.resume?.stream === whole.name ? progress.resume : undefined;
  const observer = {
    onDelta: () => {
      progress.delta = true;
    },
    onNone: () => counters.warnings.push(noPartitions(whole)),
    onDeepest: () => warnOnce(counters.warnings, depthReached(whole)),
  };
  const listed = { connector, stream: whole, parents, cursors, now: progress.startedAt };
  const { stream, list, quota } = limitStream(whole, () => observePartitions(listed, observer), {
    limits: job.limits,
    counters,
  });
  const jobs = createJobBook(resume?.jobs, stream.job?.delete !== undefined);
  const side = { quota, jobs, runId: progress.id, signal: job.signal };
  const reading = { connector, ports, client, parents, counters, ...side };
  const leave = createBatchPacker(job.sinks, createRecordVersions(connector.manifest));
  const part = { list, resume, leave };
  const writer = createWriter({ sinks: job.sinks, seen, parents, counters, rejectLimit: connector.budget.rejects });
  progress.checkpoint = { ...startCheckpoint(stream, jobs), ...resume };
  const ended = { connector, stream, client, counters };
  let savedAt = ports.clock.now();
  try {
    for await (const batch of readBatchesInOrder(reading, stream, part)) {
      progress.atPageEnd = false;
      await writer.write(stream, batch);
      if (!batch.page || batch.page.unkept) continue;
      progress.checkpoint = buildCheckpoint({ marks: progress.marks, jobs }, stream, batch);
      progress.atPageEnd = true;
      // A job that was just created is saved at once, so that it is not created again after a crash.
      if (!batch.page.unread && ports.clock.now() - savedAt < CHECKPOINT_MS) continue;
      await saveCheckpoint(connector, job, progress);
      await deleteWrittenJobs(ended, jobs);
      savedAt = ports.clock.now();
    }
  } catch (error) {
    // With a state, the next run resumes with the open jobs.
    if (!job.stateStore.durable) await endOpenJobs(ended, jobs);
    throw error;
  }
  progress.checkpoint = { ...startCheckpoint(stream, jobs), partition: Number.MAX_SAFE_INTEGER };
  if (!hasWrittenJobs(jobs)) return;
  await saveCheckpoint(connector, job, progress);
  await deleteWrittenJobs(ended, jobs);
}
