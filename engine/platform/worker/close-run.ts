import { hash } from 'node:crypto';
import { engineError } from '../../base/errors/index.ts';
import { type Json, stableStringify } from '../../base/json/index.ts';
import { recomputeRisk } from '../../inventory/read/recompute.ts';
import { passFailpoint } from '../../inventory/store/failpoint.ts';
import { finishRun, forgetOldRuns } from '../../inventory/store/run-rows.ts';
import type { Store, Tx, Unseen } from '../../inventory/store/store.ts';
import { computeNextCursors, joinMarks } from '../../pipeline/run/cursors.ts';
import { checkPartitionsRead } from '../../pipeline/run/partition-warnings.ts';
import type { RunReport, Warning } from '../../pipeline/run/run-counters.ts';
import type { Cursors } from '../../pipeline/run/state-store.ts';
import { closeAbsentWithinLimit } from '../../pipeline/sink/close-absent.ts';
import { hasSeenAll } from '../../pipeline/sink/complete.ts';
import { dropSecrets, type Platform, type RunSetup, writeAudit } from '../connections/index.ts';
import { endRun } from '../connections/scheduling.ts';
import { type ClaimedSlice, updateClaimed } from './claim.ts';
import { lockRun } from './lock-run.ts';
import type { WorkerParts } from './parts.ts';
import { readReport } from './run-report.ts';
import type { WorkerRun } from './worker-run.ts';

/** Hashes everything that determines which records a run produces: connector, settings, filters, selection, maps. */
function hashScope({ manifest, settings, filters, select, maps }: RunSetup): string {
  const read = [manifest.id, manifest.version, settings, filters, select, maps];
  return hash('sha256', stableStringify(read as unknown as Json), 'base64url');
}

/** Run that has read all its streams. */
interface FinishedRead {
  readonly connectionId: string;
  readonly setup: RunSetup;
  /** Epoch ms. */
  readonly plannedAt: number;
}

/**
 * Returns the time (epoch ms) since which the connection's runs have the same scope, and stores a changed scope. Findings that
 * only runs with an earlier scope could see must not be closed: a narrower filter hides them, it does not fix them.
 */
async function readScopeStart(tx: Tx, { connectionId, setup, plannedAt }: FinishedRead): Promise<number> {
  const scope = hashScope(setup);
  const before = await tx
    .selectFrom('connection')
    .select(['scope', 'scope_since'])
    .where('id', '=', connectionId)
    .executeTakeFirstOrThrow();
  if (before.scope === scope && before.scope_since !== null) return before.scope_since;
  await tx.updateTable('connection').set({ scope, scope_since: plannedAt }).where('id', '=', connectionId).execute();
  return plannedAt;
}

/** Returns a warning instead of closing findings for the first run with a changed scope, which may not see what earlier runs saw. */
async function findHiddenWarning(store: Store, tx: Tx, { connectionId, runId }: Unseen): Promise<Warning | undefined> {
  const { absent } = await store.absent(tx, { connectionId, runId });
  const count = absent.findings + absent.records;
  if (count === 0) return undefined;
  const kind = absent.records === 0 ? 'findings' : 'records';
  const { code, message } = engineError('ABSENT_HIDDEN', { absent: count, kind });
  return { code, message, count };
}

const ABSENT_WARNINGS: ReadonlySet<string> = new Set(['ABSENT_TOO_MANY', 'ABSENT_HIDDEN']);

/** Reports whether a warning is about absent findings, which an operator resolves with `closeAbsentOfRun`. */
export const isAbsentWarning = ({ code }: { readonly code: string }): boolean => ABSENT_WARNINGS.has(code);

/**
 * Finishes a run whose streams are read: closes absent findings, stores the report and advances the cursors. Rejects with
 * ALL_PARTITIONS_SKIPPED if it read nothing.
 */
export async function closeRun(parts: WorkerParts, run: WorkerRun, slice: ClaimedSlice): Promise<void> {
  const { platform, tell } = parts;
  const { store, clock, actor } = platform;
  const { connectionId, setup, connector } = run;
  const { report, ms, failed } = await store.transaction(async (tx) => {
    const row = await lockRun(tx, store, run.id);
    const now = clock.now();
    await updateClaimed(tx, slice, { state: 'DONE', finished_at: now });
    const { report, slices } = await readReport(tx, row, { finishedAt: now });
    checkPartitionsRead(connector.streams, report);
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
