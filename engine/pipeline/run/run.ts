import { engineError, toEngineError } from '../../base/errors/index.ts';
import type { RunReport, Warning } from '../../base/report/report.generated.ts';
import type { Connector } from '../connector/connector.ts';
import { computeNextCursors } from './cursors.ts';
import { findErrorLocation, isAlreadyRead } from './error-location.ts';
import { openRun, type RunInProgress, type RunJob, saveCheckpoint } from './open-run.ts';
import type { Ports } from './ports.ts';
import { readStream } from './read-stream.ts';
import { openRefreshTokenStore } from './refresh-token-store.ts';
import { buildReport } from './report.ts';
import { createOwnSessions } from './session-pool.ts';
import { createVendorClient } from './vendor-client.ts';

/**
 * One sync: reads the connector's streams, parents first, and writes what they map to. Ends with the run report, also
 * when the run failed. Throws INTERRUPTED when `job.signal` aborts, and the errors of an unusable state or destination.
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
    const report = buildReport(connector, progress, { counters: progress.counters, finishedAt: ports.clock.now() });
    await saveCheckpoint(connector, job, progress, report);
    return await publishRun(connector, job, progress, report);
  } catch (error) {
    if (job.signal?.aborted) {
      await stopRun(connector, job, progress);
      throw engineError('INTERRUPTED', {}, error);
    }
    const ours = toEngineError(error);
    const failure = { error: ours, place: findErrorLocation(ours) };
    const report = buildReport(connector, progress, {
      counters: progress.counters,
      finishedAt: ports.clock.now(),
      failure,
    });
    await stopRun(connector, job, progress, report);
    return report;
  }
}

/** Publishes what was written, and only then the state that the next run begins with; the report with what that gave to say. */
async function publishRun(
  connector: Connector,
  job: RunJob,
  progress: RunInProgress,
  report: RunReport,
): Promise<RunReport> {
  const said: Warning[] = [];
  for (const sink of job.sinks) await sink.finish(report, (warning) => said.push(warning));
  if (job.stateStore.durable) {
    await job.stateStore.save({
      stateVersion: 1,
      connector: connector.manifest.id,
      cursors: computeNextCursors(connector.streams, progress.saved, progress.marks),
      ...(progress.kept === undefined ? {} : { kept: progress.kept }),
    });
    await job.stateStore.clear();
  }
  return said.length === 0 ? report : { ...report, warnings: [...report.warnings, ...said] };
}

/** Ends without publishing: the earlier files stay; with a state, the next run goes on from the last whole page. */
async function stopRun(connector: Connector, job: RunJob, progress: RunInProgress, report?: RunReport): Promise<void> {
  // A second failure (a full disk, say) must not hide the first: the checkpoint before it still stands.
  if (progress.atPageEnd) await saveCheckpoint(connector, job, progress).catch(() => undefined);
  for (const sink of job.sinks) await sink.abandon(job.stateStore.durable, report).catch(() => undefined);
}
