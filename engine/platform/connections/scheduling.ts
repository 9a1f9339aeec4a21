import { engineError } from '../../base/errors/index.ts';
import type { Database, Tx } from '../../inventory/store/store.ts';
import type { ConnectionRow } from '../../inventory/store/tables.ts';
import { type DueSlot, findDueSlot, findNextSlot } from '../schedule/index.ts';
import { writeAudit } from './audit.ts';
import { type Pause, parseStoredSchedule, readConnectionRow } from './connection.ts';
import { moveState, type StateChange } from './state.ts';

type Timing = Pick<ConnectionRow, 'schedule' | 'manual_only' | 'active' | 'paused'>;

/** Returns the next slot of a connection after `at`; null if it has none or its schedule is not in effect. */
export function findWaitingSlot(row: Timing, at: number): number | null {
  const schedule = parseStoredSchedule(row);
  const mayRun = row.active === 1 && row.manual_only === 0 && row.paused === null;
  return schedule && mayRun ? (findNextSlot(schedule, at) ?? null) : null;
}

/** Moves a connection to SCHEDULED or REGISTERED depending on its next slot, unless it is PROCESSING. */
async function followState(tx: Tx, row: ConnectionRow, change: StateChange, why: string): Promise<void> {
  const { state, next_run_at: next } = row;
  if (next !== null && state !== 'SCHEDULED' && state !== 'PROCESSING')
    await moveState(tx, change, { to: 'SCHEDULED', why });
  if (next === null && state === 'SCHEDULED') await moveState(tx, change, { to: 'REGISTERED', why });
}

/**
 * Recalculates the next slot and the state of a connection: SCHEDULED if it has a next slot. Past slots are dropped. Call this
 * after every change that affects the schedule.
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

/** Lists the ids of due connections, longest waiting first. */
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
 * Takes the due slot of a connection, in the transaction that starts its run, so that only one worker takes it. If slots were
 * missed or passed during the previous run, a single catch-up run replaces them, and the audit log records it. Returns
 * undefined if nothing is due.
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
  const overlapping = await findOverlappingRun(tx, row, due.slot);
  const catchUp = due.catchUp || overlapping !== undefined;
  if (catchUp) {
    const slot = new Date(due.slot).toISOString();
    const detail = { slot, missed: due.missed, ...(overlapping === undefined ? {} : { behind: overlapping }) };
    await writeAudit(tx, { at, actor, action: 'schedule.catch-up', subject: `connection:${row.id}`, detail });
  }
  return { ...due, catchUp };
}

/** Returns the id of the connection's last run if it was in progress at the time of the slot. */
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

/** Outcome of a run. */
export type RunEnd =
  | { readonly kind: 'processed' }
  | { readonly kind: 'cancelled' }
  | {
      readonly kind: 'errored';
      readonly error: Pause;
      /** True if new credentials were entered after the run started, so that its failure must not pause the connection. */
      readonly outdated?: boolean;
    };

/** Error codes after which a retry with the same credentials cannot succeed and may lock the account. */
const CREDENTIAL_ERRORS: ReadonlySet<string> = new Set([
  'AUTH_REJECTED',
  'SECRET_UNREADABLE',
  'SECRET_BOUND_ELSEWHERE',
]);

/** Reports whether a connection is paused because its credentials were rejected; new credentials end such a pause. */
export const isForCredentials = (paused: Pause | null): boolean =>
  paused !== null && CREDENTIAL_ERRORS.has(paused.code);

const STATE_AFTER = { processed: 'PROCESSED', cancelled: 'REGISTERED', errored: 'ERRORED' } as const;

/**
 * Updates the connection at the end of a run: its state, a pause if the credentials were rejected, and its next slot. A slot
 * that passed during the run starts a catch-up run, except after a cancellation, which drops it. Throws STATE_ILLEGAL unless
 * the connection is PROCESSING.
 */
export async function endRun(tx: Tx, change: StateChange, end: RunEnd): Promise<void> {
  const why = end.kind === 'errored' ? `run ended with ${end.error.code}` : `run ${end.kind}`;
  await moveState(tx, change, { to: STATE_AFTER[end.kind], why });
  if (end.kind === 'errored' && !end.outdated && CREDENTIAL_ERRORS.has(end.error.code))
    await setPaused(tx, change, end.error);
  if (end.kind === 'cancelled') await scheduleNext(tx, change, 'next run is scheduled');
  else await followState(tx, await readConnectionRow(tx, change.connectionId), change, 'next run is scheduled');
}

/** Pauses a connection with a reason, or resumes it for null, and recalculates its next slot. */
export async function setPaused(tx: Tx, change: StateChange, pause: Pause | null): Promise<void> {
  const { connectionId, at, actor } = change;
  const paused = pause && JSON.stringify({ code: pause.code, message: pause.message, fix: pause.fix });
  await tx.updateTable('connection').set({ paused }).where('id', '=', connectionId).execute();
  const action = pause ? 'connection.pause' : 'connection.resume';
  const detail = pause ? { code: pause.code } : {};
  await writeAudit(tx, { at, actor, action, subject: `connection:${connectionId}`, detail });
  await scheduleNext(tx, change, pause ? 'connection paused' : 'connection resumed');
}

/** Throws CONNECTION_PAUSED or CONNECTION_INACTIVE if the connection may not run, not even manually. */
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
