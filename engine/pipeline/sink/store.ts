import { engineError } from '../../base/errors/index.ts';
import type { Json, JsonObject } from '../../base/json/types.ts';
import { ensureConnection } from '../../inventory/store/connection-rows.ts';
import { isDue } from '../../inventory/store/due.ts';
import { passFailpoint } from '../../inventory/store/failpoint.ts';
import { formatPosition } from '../../inventory/store/position.ts';
import { type StoredReject, storeRejects } from '../../inventory/store/reject-rows.ts';
import { addRun, finishRun, forgetOldRuns, type RunEnd } from '../../inventory/store/run-rows.ts';
import type { EntityRecord, InventoryRecord, Store, Tx } from '../../inventory/store/store.ts';
import { type BuiltInEntity, isBuiltIn } from '../../manifest/index.ts';
import { closeAbsentWithinLimit } from './close-absent.ts';
import { hasSeenAll } from './complete.ts';
import type { RecordSink, SinkBatch } from './sink.ts';
import { createImplicitName, type SinkSource } from './source.ts';

/** Position of a run in a store; `reject` is the ID of the last reject that counts. */
interface Position {
  readonly runId: string;
  readonly reject: number;
  /** Number of written records of each entity without an identity. */
  readonly appended?: Readonly<Record<string, number>>;
}

const buildConnection = (id: string, source: SinkSource) => ({
  ...{ id, name: id, description: 'Made by a run that names no connection.' },
  ...{ connector: source.connector, version: source.version },
  settings: JSON.stringify(source.settings),
  select: JSON.stringify(source.select),
  filters: JSON.stringify(source.filters),
  ...{ maps: '{}', schedule: 'null', manual_only: 1 as const, active: 1 as const, preserve_absent: 0 as const },
  tested_at: null,
});

/** Starts a new run and cancels a killed earlier one that is not resumed. */
async function startRun(tx: Tx, source: SinkSource, at: number): Promise<void> {
  const connection = createImplicitName(source);
  await ensureConnection(tx, buildConnection(connection, source), at);
  const open = tx.selectFrom('run').select('id').where('connection_id', '=', connection);
  for (const { id } of await open.where('state', '=', 'PROCESSING').execute())
    await finishRun(tx, id, { state: 'CANCELLED', at });
  await addRun(tx, {
    ...{ id: source.runId, connection_id: connection, reason: 'command', slot: null, state: 'PROCESSING' },
    ...{ setup: '{}', full: 1, created_at: at, started_at: at },
  });
}

/** Buffered records and rejects: a transaction costs as much as dozens of them. */
interface Pending {
  readonly assets: InventoryRecord[];
  readonly findings: InventoryRecord[];
  /** Records of the other entities. */
  readonly others: EntityRecord[];
  readonly rejects: StoredReject[];
}

const createPending = (): Pending => ({ assets: [], findings: [], others: [], rejects: [] });

const countPending = ({ assets, findings, others, rejects }: Pending): number =>
  assets.length + findings.length + others.length + rejects.length;

const addItem = (record: JsonObject, raw: string | undefined): InventoryRecord =>
  raw === undefined ? { record } : { record, raw };

/** Adds a batch; `positionOf` returns the position of an entity's next record in the run. */
function addToPending(
  pending: Pending,
  { entities, scope, rejects }: SinkBatch,
  positionOf: (entity: string) => string,
): void {
  const builtIn: Readonly<Record<BuiltInEntity, InventoryRecord[]>> = {
    asset: pending.assets,
    finding: pending.findings,
  };
  for (const [entity, { records, identities, items }] of Object.entries(entities))
    for (const [at, record] of records.entries()) {
      if (isBuiltIn(entity)) builtIn[entity].push(addItem(record, items[at]));
      else pending.others.push({ entity, record, identity: identities[at], position: positionOf(entity) });
    }
  for (const reject of rejects) pending.rejects.push({ reject, scope });
}

/** Resumes a run and deletes the rejects after its position, which will be written again. Throws STATE_UNREADABLE. */
async function resumeStoredRun(store: Store, { runId, reject }: Position): Promise<void> {
  await store.transaction(async (tx) => {
    const run = tx.updateTable('run').set({ state: 'PROCESSING', finished_at: null }).where('id', '=', runId);
    if (!(await run.executeTakeFirst()).numUpdatedRows)
      throw engineError('STATE_UNREADABLE', { file: store.name, reason: 'it does not contain the stopped run' });
    await tx.deleteFrom('reject').where('run_id', '=', runId).where('id', '>', reject).execute();
  });
}

/** Ends a run in its row and its connection's row. */
async function endRun(tx: Tx, runId: string, end: RunEnd): Promise<void> {
  await finishRun(tx, runId, end);
  const { state, at } = end;
  await tx
    .updateTable('connection')
    .set({ state: state === 'CANCELLED' ? 'REGISTERED' : state, last_run_id: runId, updated_at: at })
    .where('id', '=', (run) => run.selectFrom('run').select('connection_id').where('id', '=', runId))
    .execute();
}

async function readStartTime(tx: Tx, runId: string): Promise<number> {
  const run = await tx.selectFrom('run').select(['created_at']).where('id', '=', runId).executeTakeFirst();
  return run?.created_at ?? 0;
}

/**
 * Sink `sqlite:<file>` or `postgres://…`: upserts the inventory by identity, with history. Records are visible during the
 * run; `finish` closes records missing from a complete run. Writing a page again has no effect, so that a run that
 * resumes after a kill stays exact.
 */
export function createStoreSink(url: string, source: SinkSource): RecordSink {
  const connectionId = createImplicitName(source);
  let { runId } = source;
  let opening: Promise<Store> | undefined;
  let pending = createPending();
  let storedAt = Date.now();
  // Numbers the records without an identity: a run that resumes writes them again with the same numbers.
  const appended: Record<string, number> = {};
  const positionOf = (entity: string): string => {
    appended[entity] = (appended[entity] ?? 0) + 1;
    return formatPosition(runId, appended[entity]);
  };
  // Loaded on demand: most runs need no database driver.
  const opened = () => {
    opening ??= import('../../inventory/store/index.ts').then(({ openStore }) => openStore(url));
    return opening;
  };
  const close = async () => {
    const store = await opening;
    opening = undefined;
    await store?.close();
  };
  const flush = async () => {
    const { assets, findings, others, rejects } = pending;
    if (countPending(pending) === 0) return;
    pending = createPending();
    const store = await opened();
    const at = Date.now();
    await store.transaction(async (tx) => {
      await store.write(tx, { connectionId, runId, at, assets, findings, others });
      await storeRejects(tx, { runId, connectionId, sliceId: null }, rejects);
    });
    storedAt = at;
  };
  const lastReject = async ({ db }: Store): Promise<number> => {
    const rejects = db.selectFrom('reject').where('run_id', '=', runId);
    return (await rejects.select((eb) => eb.fn.max('id').as('last')).executeTakeFirst())?.last ?? 0;
  };
  return {
    storesItems: true,
    async open(position?: Json) {
      const store = await opened();
      const from = position as unknown as Position | undefined;
      if (from) {
        runId = from.runId;
        Object.assign(appended, from.appended);
        return resumeStoredRun(store, from);
      }
      await store.transaction((tx) => startRun(tx, source, Date.now()));
    },
    async write(batch) {
      addToPending(pending, batch, positionOf);
      if (isDue(countPending(pending), Date.now() - storedAt)) await flush();
    },
    async checkpoint() {
      await flush();
      passFailpoint('sink-checkpoint');
      return { runId, reject: await lastReject(await opened()), appended: { ...appended } };
    },
    async finish(report, warn) {
      await flush();
      const store = await opened();
      const at = Date.now();
      passFailpoint('sink-finish');
      const { recomputeRisk } = await import('../../inventory/read/recompute.ts');
      const warning = await store.transaction(async (tx) => {
        const closing = { connectionId, runId: report.runId, at };
        const tooMany =
          hasSeenAll(report) && !source.partial ? await closeAbsentWithinLimit(store, tx, closing) : undefined;
        const finalReport = tooMany ? { ...report, warnings: [...report.warnings, tooMany] } : report;
        await endRun(tx, report.runId, { state: report.state, report: finalReport, at });
        await recomputeRisk(
          { db: tx, kind: store.kind },
          { connectionId, since: await readStartTime(tx, report.runId) },
        );
        await forgetOldRuns(tx, connectionId);
        return tooMany;
      });
      if (warning) warn?.(warning);
      passFailpoint('sink-finished');
      await close();
    },
    async abandon(_keep, report) {
      const store = await opening?.catch(() => undefined);
      const end: RunEnd = { state: report ? 'ERRORED' : 'CANCELLED', report, at: Date.now() };
      try {
        // Store what was read before the failure; a failed flush must not leave the run open.
        await flush().catch(() => undefined);
        await store?.transaction((tx) => endRun(tx, runId, end));
      } finally {
        await close();
      }
    },
  };
}
