import { engineError } from '../../base/errors/index.ts';
import { addRun } from '../../inventory/store/run-rows.ts';
import type { Tx } from '../../inventory/store/store.ts';
import { readConnectionRow } from '../connections/connection.ts';
import { moveState, type Platform, planRunSetup } from '../connections/index.ts';
import { createId } from '../connections/new-id.ts';
import { expectRunnable } from '../connections/scheduling.ts';
import { addPlanningSlice } from './planning-slice.ts';
import type { Queue } from './queue.ts';

type RunReason = 'manual' | 'schedule' | 'catch-up';

/** Reason and options of a run. */
export interface RunOrder {
  readonly reason: RunReason;
  /** Slot of the schedule, epoch ms. */
  readonly slot?: number;
  /** Ignore stored cursors. */
  readonly full?: boolean;
}

/** Connection and order of a run. */
export interface RunStart {
  /** Id or name of the connection. */
  readonly connection: string;
  readonly order: RunOrder;
}

/** States of a run that has not ended. */
const OPEN_STATES = ['PLANNED', 'PROCESSING'] as const;

/**
 * Plans a run of a connection for any worker, in `tx` if given, and returns its id. Throws CONNECTION_UNKNOWN,
 * CONNECTION_PAUSED, CONNECTION_INACTIVE, RUN_OPEN and errors of loading the manifest.
 */
export async function startRun(
  platform: Platform,
  queue: Queue,
  { tx, ...start }: RunStart & { readonly tx?: Tx },
): Promise<string> {
  return tx
    ? planRun(platform, queue, { ...start, tx })
    : platform.store.transaction((own) => planRun(platform, queue, { ...start, tx: own }));
}

async function planRun(
  platform: Platform,
  queue: Queue,
  { connection: ref, order, tx }: RunStart & { readonly tx: Tx },
): Promise<string> {
  const { clock, actor } = platform;
  const now = clock.now();
  const { id: connectionId, name } = await readConnectionRow(tx, ref);
  const runId = createId(platform);
  // Updating the row first serializes this with other starts, pauses and deletions, so that the checks below see their result.
  await tx.updateTable('connection').set({ last_run_id: runId }).where('id', '=', connectionId).execute();
  expectRunnable(await readConnectionRow(tx, connectionId));
  const open = await findOpenRun(tx, connectionId);
  if (open) throw engineError('RUN_OPEN', { connection: name, run: open.id });
  const setup = await planRunSetup(platform, connectionId, tx);
  await addRun(tx, {
    id: runId,
    connection_id: connectionId,
    reason: order.reason,
    slot: order.slot ?? null,
    state: 'PLANNED',
    setup: JSON.stringify(order.full ? { ...setup, cursors: {} } : setup),
    full: order.full ? 1 : 0,
    created_at: now,
    started_at: null,
  });
  await moveState(tx, { connectionId, at: now, actor }, { to: 'PROCESSING', why: `run ${runId} (${order.reason})` });
  await addPlanningSlice(tx, queue, { id: createId(platform), runId, stage: 0 });
  return runId;
}

/** Finds the open run of a connection. */
export const findOpenRun = (tx: Tx, connectionId: string) =>
  tx
    .selectFrom('run')
    .select('id')
    .where('connection_id', '=', connectionId)
    .where('state', 'in', OPEN_STATES)
    .executeTakeFirst();
