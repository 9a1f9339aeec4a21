import { engineError } from '../../base/errors/index.ts';
import type { Json } from '../../base/json/types.ts';
import { failpoint } from '../../inventory/store/failpoint.ts';
import type { Store, Tx } from '../../inventory/store/store.ts';
import { closeAbsent } from './close-absent.ts';
import { sawAll } from './complete.ts';
import type { RecordSink, RejectRecord } from './sink.ts';
import { implicitName, type SinkSource } from './source.ts';

/** Where a run stands in a store: its rejects up to this one count. */
interface Position {
  readonly runId: string;
  readonly reject: number;
}

async function addConnection(tx: Tx, source: SinkSource, at: number): Promise<void> {
  const id = implicitName(source);
  await tx
    .insertInto('connection')
    .values({
      ...{ id, name: id, description: 'Made by a run that names no connection.' },
      ...{ connector: source.connector, version: source.version },
      settings: JSON.stringify(source.settings),
      select: JSON.stringify(source.select),
      filters: JSON.stringify(source.filters),
      ...{ maps: '{}', schedule: 'null', manual_only: 1, active: 1, paused: null, preserve_absent: 0 },
      ...{ state: 'REGISTERED', next_run_at: null, last_run_id: null, cursors: '{}', tested_at: null },
      ...{ created_at: at, updated_at: at, revision: 1 },
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
}

/** A new run; one that was killed, and that nobody goes on with now, is over. */
async function addRun(tx: Tx, source: SinkSource, at: number): Promise<void> {
  const connection = implicitName(source);
  await tx
    .updateTable('run')
    .set({ state: 'CANCELLED', finished_at: at })
    .where('connection_id', '=', connection)
    .where('state', '=', 'PROCESSING')
    .execute();
  const times = { created_at: at, started_at: at, finished_at: null };
  await tx
    .insertInto('run')
    .values({
      ...{ id: source.runId, connection_id: connection, reason: 'command', slot: null, state: 'PROCESSING' },
      ...{ setup: '{}', stage: 0, full: 1, cancelled: 0, ...times, report: null, error: null },
    })
    .execute();
}

/** Rows of one statement: databases bound how many values it may have. */
const REJECTS = 500;

async function addRejects(tx: Tx, run: { id: string; connection: string }, rejects: readonly RejectRecord[]) {
  const rows = rejects.map(({ entity, stream, pointer, code, message, fix, item }) => ({
    ...{ run_id: run.id, connection_id: run.connection, slice_id: null, entity, stream, pointer, code, message, fix },
    ...{ item: JSON.stringify(item), scope: '{}', mended_at: null },
  }));
  for (let at = 0; at < rows.length; at += REJECTS)
    await tx
      .insertInto('reject')
      .values(rows.slice(at, at + REJECTS))
      .execute();
}

/** Goes on with a run: the rejects that came after its position come again. Throws STATE_UNREADABLE. */
async function goOn(store: Store, { runId, reject }: Position): Promise<void> {
  await store.transaction(async (tx) => {
    const run = tx.updateTable('run').set({ state: 'PROCESSING', finished_at: null }).where('id', '=', runId);
    if (!(await run.executeTakeFirst()).numUpdatedRows)
      throw engineError('STATE_UNREADABLE', { file: store.name, reason: 'it does not hold the run that was stopped' });
    await tx.deleteFrom('reject').where('run_id', '=', runId).where('id', '>', reject).execute();
  });
}

/** How a run ended, in its row and in its connection's. */
interface End {
  readonly state: 'PROCESSED' | 'ERRORED' | 'CANCELLED';
  readonly report?: Parameters<RecordSink['finish']>[0] | undefined;
  readonly at: number;
}

async function endRun(tx: Tx, runId: string, { state, report, at }: End): Promise<void> {
  const said = report
    ? { report: JSON.stringify(report), full: report.mode === 'full' ? (1 as const) : (0 as const) }
    : {};
  const error = report?.error ? JSON.stringify(report.error) : null;
  await tx
    .updateTable('run')
    .set({ state, finished_at: at, error, ...said })
    .where('id', '=', runId)
    .execute();
  await tx
    .updateTable('connection')
    .set({ state: state === 'CANCELLED' ? 'REGISTERED' : state, last_run_id: runId, updated_at: at })
    .where('id', '=', (run) => run.selectFrom('run').select('connection_id').where('id', '=', runId))
    .execute();
}

/**
 * `sqlite:<file>`, `postgres://…`: the inventory, upserted by identity, with its history. Records show as they come; what
 * a complete run has not seen is closed by `finish`. Writing a page again changes nothing, so a run that goes on after a
 * kill is exact.
 */
export function storeSink(url: string, source: SinkSource): RecordSink {
  const connection = implicitName(source);
  let { runId } = source;
  let opening: Promise<Store> | undefined;
  // Loaded when it is needed: most runs have no use for the drivers.
  const opened = () => {
    opening ??= import('../../inventory/store/index.ts').then(({ openStore }) => openStore(url));
    return opening;
  };
  const close = async () => {
    const store = await opening;
    opening = undefined;
    await store?.close();
  };
  const lastReject = async ({ db }: Store): Promise<number> => {
    const rejects = db.selectFrom('reject').where('run_id', '=', runId);
    return (await rejects.select((eb) => eb.fn.max('id').as('last')).executeTakeFirst())?.last ?? 0;
  };
  return {
    async open(position?: Json) {
      const store = await opened();
      const from = position as unknown as Position | undefined;
      if (from) {
        runId = from.runId;
        return goOn(store, from);
      }
      const at = Date.now();
      await store.transaction(async (tx) => {
        await addConnection(tx, source, at);
        await addRun(tx, source, at);
      });
    },
    async write(batch) {
      const store = await opened();
      const assets = batch.asset.map((record) => ({ record }));
      const findings = batch.finding.map((record) => ({ record }));
      await store.transaction(async (tx) => {
        await store.write(tx, { connectionId: connection, runId, at: Date.now(), assets, findings });
        await addRejects(tx, { id: runId, connection }, batch.rejects);
      });
    },
    // Each write was on disk when it came back: all that is left is to say how far they have come.
    async checkpoint() {
      failpoint('sink-checkpoint');
      return { runId, reject: await lastReject(await opened()) };
    },
    async finish(report, warn) {
      const store = await opened();
      const at = Date.now();
      failpoint('sink-finish');
      const warning = await store.transaction(async (tx) => {
        const closing = { connectionId: connection, runId: report.runId, at };
        const tooMany = sawAll(report) && !source.partial ? await closeAbsent(store, tx, closing) : undefined;
        const said = tooMany ? { ...report, warnings: [...report.warnings, tooMany] } : report;
        await endRun(tx, report.runId, { state: 'PROCESSED', report: said, at });
        return tooMany;
      });
      if (warning) warn?.(warning);
      // Made of what stands now, and the same again if it is done twice: a kill before it costs the next run's nothing.
      const { recomputeRisk } = await import('../../inventory/read/recompute.ts');
      await recomputeRisk(store, { connectionId: connection });
      failpoint('sink-finished');
      await close();
    },
    async abandon(_keep, report) {
      const store = await opening?.catch(() => undefined);
      const end: End = { state: report ? 'ERRORED' : 'CANCELLED', report, at: Date.now() };
      try {
        await store?.transaction((tx) => endRun(tx, runId, end));
      } finally {
        await close();
      }
    },
  };
}
