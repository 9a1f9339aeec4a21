import { engineError } from '../../base/errors/index.ts';
import { recomputeRisk } from '../../inventory/read/recompute.ts';
import { passFailpoint } from '../../inventory/store/failpoint.ts';
import { finishRun, forgetOldRuns } from '../../inventory/store/run-rows.ts';
import { computeNextCursors, joinMarks } from '../../pipeline/run/cursors.ts';
import type { RunReport } from '../../pipeline/run/run-counters.ts';
import type { Cursors } from '../../pipeline/run/state-store.ts';
import { closeAbsentWithinLimit } from '../../pipeline/sink/close-absent.ts';
import { hasSeenAll } from '../../pipeline/sink/complete.ts';
import { dropSecrets, type Platform, writeAudit } from '../connections/index.ts';
import { endRun } from '../connections/scheduling.ts';
import { type ClaimedSlice, updateClaimed } from './claim.ts';
import { findHiddenWarning } from './hidden-warning.ts';
import { lockRun } from './lock-run.ts';
import type { WorkerParts } from './parts.ts';
import { readReport } from './run-report.ts';
import { readScopeStart } from './run-scope.ts';
import type { WorkerRun } from './worker-run.ts';

const ABSENT_WARNINGS: ReadonlySet<string> = new Set(['ABSENT_TOO_MANY', 'ABSENT_HIDDEN']);

/** Reports whether a warning is about absent findings, which an operator resolves with `closeAbsentOfRun`. */
export const isAbsentWarning = ({ code }: { readonly code: string }): boolean => ABSENT_WARNINGS.has(code);

/** Finishes a run whose streams are read: closes absent findings, stores the report and advances the cursors. */
export async function closeRun(parts: WorkerParts, run: WorkerRun, slice: ClaimedSlice): Promise<void> {
  const { platform, tell } = parts;
  const { store, clock, actor } = platform;
  const { connectionId, setup, connector } = run;
  const { report, ms, failed } = await store.transaction(async (tx) => {
    const row = await lockRun(tx, store, run.id);
    const now = clock.now();
    await updateClaimed(tx, slice, { state: 'DONE', finished_at: now });
    const { report, slices } = await readReport(tx, row, { finishedAt: now });
    const mayClose = hasSeenAll(report) && !setup.preserveAbsent;
    const since = await readScopeStart(tx, { connectionId, setup, plannedAt: run.now });
    const unseen = { connectionId, runId: run.id, since, at: now };
    const close = since === run.now ? findHiddenWarning : closeAbsentWithinLimit;
    const warning = mayClose ? await close(store, tx, unseen) : undefined;
    const finalReport: RunReport = warning ? { ...report, warnings: [...report.warnings, warning] } : report;
    await finishRun(tx, run.id, {
      state: 'PROCESSED',
      at: now,
      report: finalReport,
      setup: JSON.stringify(dropSecrets(setup)),
    });
    const { cursors } = await tx
      .selectFrom('connection')
      .select('cursors')
      .where('id', '=', connectionId)
      .executeTakeFirstOrThrow();
    const marks = joinMarks(
      connector.streams,
      slices.map((one) => one.marks),
    );
    const next = computeNextCursors(connector.streams, JSON.parse(cursors) as Cursors, marks);
    await tx
      .updateTable('connection')
      .set({ cursors: JSON.stringify(next) })
      .where('id', '=', connectionId)
      .execute();
    // Closed findings have no risk, which changes the risk of their assets.
    const { failed } = await recomputeRisk(
      { db: tx, kind: store.kind },
      { connectionId, since: row.started_at ?? row.created_at },
    );
    await endRun(tx, { connectionId, at: now, actor }, { kind: 'processed' });
    await forgetOldRuns(tx, connectionId);
    passFailpoint('run-close');
    return { report: finalReport, ms: now - (row.started_at ?? row.created_at), failed };
  });
  if (failed > 0) {
    const { code, message } = engineError('RISK_FORMULA_FAILED', { failed });
    tell({ type: 'trouble', doing: `calculating risk after run ${run.id}`, code, message });
  }
  tell({ type: 'run-finished', connectionId, runId: run.id, report, ms });
}

/**
 * Closes the findings missing from a complete run that its safety checks left open, at an operator's request. Records it in
 * the audit log and returns the number of findings. Throws RUN_UNKNOWN, ABSENT_NOT_CLOSED.
 */
export async function closeAbsentOfRun(
  { store, clock, actor }: Pick<Platform, 'store' | 'clock' | 'actor'>,
  runId: string,
): Promise<number> {
  return store.transaction(async (tx) => {
    const at = clock.now();
    const row = await lockRun(tx, store, runId);
    const report = row.report === null ? undefined : (JSON.parse(row.report) as RunReport);
    const connectionId = row.connection_id;
    const latest = await tx
      .selectFrom('connection')
      .select('last_run_id')
      .where('id', '=', connectionId)
      .executeTakeFirst();
    const refused = (why: string) => engineError('ABSENT_NOT_CLOSED', { run: runId, why });
    if (latest?.last_run_id !== runId) throw refused('a later run has started');
    const others = report?.warnings.filter((warning) => !isAbsentWarning(warning)) ?? [];
    if (!report || !hasSeenAll({ ...report, warnings: others })) throw refused('it may be incomplete');
    const { findings } = await store.closeAbsent(tx, { connectionId, runId, at });
    await recomputeRisk({ db: tx, kind: store.kind }, { connectionId, since: at });
    const subject = `connection:${connectionId}`;
    await writeAudit(tx, { at, actor, action: 'run.close-absent', subject, detail: { run: runId, findings } });
    return findings;
  });
}
