import { engineError, toEngineError } from '../../base/errors/index.ts';
import type { RunReport, Warning } from '../../base/report/report.generated.ts';
import type { Connector } from '../connector/connector.ts';
import { nextCursors } from './cursors.ts';
import { keptSecrets } from './kept-secrets.ts';
import { isBehind, placeOf } from './place.ts';
import type { Ports } from './ports.ts';
import { readStream } from './read-stream.ts';
import { reportOf } from './report.ts';
import { openRun, type RunInProgress, type RunJob, saveCheckpoint } from './resume.ts';
import { ownSessions } from './session-pool.ts';
import { connectVendor } from './vendor.ts';

/**
 * One sync: reads the connector's streams, parents first, and writes what they map to. Ends with the run report, also
 * when the run failed. Throws INTERRUPTED when `job.signal` aborts, and the errors of an unusable state or destination.
 */
export async function run(connector: Connector, job: RunJob, ports: Ports): Promise<RunReport> {
  const progress = await openRun(connector, job, ports);
  job.watch?.(progress.meter);
  if (progress.finished) return publish(connector, job, progress, progress.finished);
  try {
    const vendor = connectVendor(connector, ports, {
      meter: progress.meter,
      sessions: ownSessions(keptSecrets(connector, job, { progress, ports })),
    });
    for (const stream of connector.streams) {
      if (!isBehind(connector, stream, progress.resume))
        await readStream({ connector, job, ports, progress, vendor }, stream);
    }
    const report = reportOf(connector, progress, { meter: progress.meter, finishedAt: ports.clock.now() });
    await saveCheckpoint(connector, job, progress, report);
    return await publish(connector, job, progress, report);
  } catch (error) {
    if (job.signal?.aborted) {
      await stop(connector, job, progress);
      throw engineError('INTERRUPTED', {}, error);
    }
    const ours = toEngineError(error);
    const failure = { error: ours, place: placeOf(ours) };
    const report = reportOf(connector, progress, { meter: progress.meter, finishedAt: ports.clock.now(), failure });
    await stop(connector, job, progress, report);
    return report;
  }
}

/** Publishes what was written, and only then the state that the next run begins with; the report with what that gave to say. */
async function publish(
  connector: Connector,
  job: RunJob,
  progress: RunInProgress,
  report: RunReport,
): Promise<RunReport> {
  const said: Warning[] = [];
  for (const sink of job.sinks) await sink.finish(report, (warning) => said.push(warning));
  if (job.journal.durable) {
    await job.journal.save({
      stateVersion: 1,
      connector: connector.manifest.id,
      cursors: nextCursors(connector.streams, progress.saved, progress.marks),
      ...(progress.kept === undefined ? {} : { kept: progress.kept }),
    });
    await job.journal.clear();
  }
  return said.length === 0 ? report : { ...report, warnings: [...report.warnings, ...said] };
}

/** Ends without publishing: the earlier files stay; with a state, the next run goes on from the last whole page. */
async function stop(connector: Connector, job: RunJob, progress: RunInProgress, report?: RunReport): Promise<void> {
  // A second failure (a full disk, say) must not hide the first: the checkpoint before it still stands.
  if (progress.atPageEnd) await saveCheckpoint(connector, job, progress).catch(() => undefined);
  for (const sink of job.sinks) await sink.abandon(job.journal.durable, report).catch(() => undefined);
}
