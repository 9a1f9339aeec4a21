import { engineError } from '../../base/errors/index.ts';
import type { Database, Tx } from '../../inventory/store/store.ts';
import type { ConnectionRow } from '../../inventory/store/tables.ts';
import { type DueSlot, findDueSlot, findNextSlot } from '../schedule/index.ts';
import { writeAudit } from './audit.ts';
import { type Pause, parseStoredSchedule, readConnectionRow } from './connection.ts';
import { moveState, type StateChange } from './state.ts';

type Timing = Pick<ConnectionRow, 'schedule' | 'manual_only' | 'active' | 'paused'>;

/** The slot that a connection waits for after `at`; null when it has none or may not run by itself. */
export function findWaitingSlot(row: Timing, at: number): number | null {
  const schedule = parseStoredSchedule(row);
  const mayRun = row.active === 1 && row.manual_only === 0 && row.paused === null;
  return schedule && mayRun ? (findNextSlot(schedule, at) ?? null) : null;
}

/** The state that goes with what a connection waits for; while it is PROCESSING its state stays. */
async function followState(tx: Tx, row: ConnectionRow, change: StateChange, why: string): Promise<void> {
  const { state, next_run_at: next } = row;
  if (next !== null && state !== 'SCHEDULED' && state !== 'PROCESSING')
    await moveState(tx, change, { to: 'SCHEDULED', why });
  if (next === null && state === 'SCHEDULED') await moveState(tx, change, { to: 'REGISTERED', why });
}

/**
 * Sets what a connection waits for next, by its schedule as it is now, and its state with it: SCHEDULED when a slot is
 * ahead, no longer when none is. Slots that have passed are let go of. To be called when what it goes by has changed.
 */
export async function scheduleNext(
  tx: Tx,
  { connectionId, at, actor }: StateChange,
  why: string,
): Promise<number | null> {
  const row = await readConnectionRow(tx, connectionId);
  const next = findWaitingSlot(row, at);
  await tx.updateTable('connection').set({ next_run_at: next }).where('id', '=', row.id).execute();
  await followState(tx, { ...row, next_run_at: next }, { connectionId: row.id, at, actor }, why);
  return next;
}

/** Ids of the connections whose slot has come, the longest waiting first. */
export async function dueConnections(db: Database, now: number): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('connection')
    .select('id')
    .where('state', '=', 'SCHEDULED')
    .where('next_run_at', '<=', now)
    .orderBy('next_run_at')
    .execute();
  return rows.map(({ id }) => id);
}

/**
 * Takes the slot of a connection that has come, in the transaction that starts its run: the next taker finds it gone.
 * When slots were missed, or came while the run before went on, one run makes up for all of them and the audit log says
 * so. Undefined when nothing is due.
 */
export async function takeSlot(tx: Tx, { connectionId, at, actor }: StateChange): Promise<DueSlot | undefined> {
  const row = await readConnectionRow(tx, connectionId);
  const schedule = parseStoredSchedule(row);
  if (!schedule || row.state !== 'SCHEDULED' || row.next_run_at === null) return undefined;
  const due = findDueSlot(schedule, { nextAt: row.next_run_at, now: at });
  if (!due) return undefined;
  const taken = await tx
    .updateTable('connection')
    .set({ next_run_at: due.next ?? null })
    .where('id', '=', row.id)
    .where('state', '=', 'SCHEDULED')
    .where('next_run_at', '=', row.next_run_at)
    .executeTakeFirst();
  if (taken.numUpdatedRows !== 1n) return undefined;
  const behind = await findOverlappingRun(tx, row, due.slot);
  const catchUp = due.catchUp || behind !== undefined;
  if (catchUp) {
    const slot = new Date(due.slot).toISOString();
    const detail = { slot, missed: due.missed, ...(behind === undefined ? {} : { behind }) };
    await writeAudit(tx, { at, actor, action: 'schedule.catch-up', subject: `connection:${row.id}`, detail });
  }
  return { ...due, catchUp };
}

/** The connection's last run, if it went on while the slot came. */
async function findOverlappingRun(
  tx: Tx,
  { last_run_id: last }: ConnectionRow,
  slot: number,
): Promise<string | undefined> {
  if (last === null) return undefined;
  const run = await tx
    .selectFrom('run')
    .select('id')
    .where('id', '=', last)
    .where('created_at', '<', slot)
    .where('finished_at', '>=', slot)
    .executeTakeFirst();
  return run?.id;
}

/** What a run of a connection that ended came to. */
export type RunEnd =
  | { readonly kind: 'processed' }
  | { readonly kind: 'cancelled' }
  | {
      readonly kind: 'errored';
      readonly error: Pause;
      /** Its credentials were entered anew since it began: what became of the old ones is no reason to pause. */
      readonly outdated?: boolean;
    };

/** Codes after which another try with the same credentials is of no use, and may lock the account. */
const CREDENTIAL_ERRORS: ReadonlySet<string> = new Set([
  'AUTH_REJECTED',
  'SECRET_UNREADABLE',
  'SECRET_BOUND_ELSEWHERE',
]);

/** Whether a connection is paused because its credentials were refused: new ones end that. */
export const isForCredentials = (paused: Pause | null): boolean =>
  paused !== null && CREDENTIAL_ERRORS.has(paused.code);

const STATE_AFTER = { processed: 'PROCESSED', cancelled: 'REGISTERED', errored: 'ERRORED' } as const;

/**
 * What the end of a run makes of its connection: its state, a pause when its credentials were refused, and that it waits
 * for its next slot, which may have come meanwhile. Who cancels a run wants none at once: such slots are let go of then.
 * Throws STATE_ILLEGAL when it is not PROCESSING.
 */
export async function endRun(tx: Tx, change: StateChange, end: RunEnd): Promise<void> {
  const why = end.kind === 'errored' ? `run ended with ${end.error.code}` : `run ${end.kind}`;
  await moveState(tx, change, { to: STATE_AFTER[end.kind], why });
  if (end.kind === 'errored' && !end.outdated && CREDENTIAL_ERRORS.has(end.error.code))
    await setPaused(tx, change, end.error);
  if (end.kind === 'cancelled') await scheduleNext(tx, change, 'another run is due');
  else await followState(tx, await readConnectionRow(tx, change.connectionId), change, 'another run is due');
}

/** Pauses a connection with the reason, or takes the pause away, and sets what it waits for. */
export async function setPaused(tx: Tx, change: StateChange, pause: Pause | null): Promise<void> {
  const { connectionId, at, actor } = change;
  const paused = pause && JSON.stringify({ code: pause.code, message: pause.message, fix: pause.fix });
  await tx.updateTable('connection').set({ paused }).where('id', '=', connectionId).execute();
  const action = pause ? 'connection.pause' : 'connection.resume';
  const detail = pause ? { code: pause.code } : {};
  await writeAudit(tx, { at, actor, action, subject: `connection:${connectionId}`, detail });
  await scheduleNext(tx, change, pause ? 'it was paused' : 'it was resumed');
}

/** Throws CONNECTION_PAUSED or CONNECTION_INACTIVE for a connection that may not run, not even by hand. */
export function expectRunnable({ name, paused, active }: Pick<ConnectionRow, 'name' | 'paused' | 'active'>): void {
  if (paused !== null) {
    const { code, message } = JSON.parse(paused) as Pause;
    throw engineError('CONNECTION_PAUSED', {
      connection: name,
      code,
      reason: message,
      rotate: CREDENTIAL_ERRORS.has(code),
    });
  }
  if (active === 0) throw engineError('CONNECTION_INACTIVE', { connection: name });
}
