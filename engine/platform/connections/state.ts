import { engineError } from '../../base/errors/index.ts';
import type { Tx } from '../../inventory/store/store.ts';
import { writeAudit } from './audit.ts';

/** States of a connection, named as in the vendors' guides. */
export const STATES = ['REGISTERED', 'SCHEDULED', 'PROCESSING', 'PROCESSED', 'ERRORED'] as const;
export type ConnectionState = (typeof STATES)[number];

/**
 * Legal transitions from each state. SCHEDULED returns to REGISTERED when the schedule is no longer in effect (paused,
 * inactive, manual only), PROCESSING when its run is cancelled. Manual runs need no schedule.
 */
export const TRANSITIONS: Readonly<Record<ConnectionState, readonly ConnectionState[]>> = {
  REGISTERED: ['SCHEDULED', 'PROCESSING'],
  SCHEDULED: ['PROCESSING', 'REGISTERED'],
  PROCESSING: ['PROCESSED', 'ERRORED', 'REGISTERED'],
  PROCESSED: ['SCHEDULED', 'PROCESSING'],
  ERRORED: ['SCHEDULED', 'PROCESSING'],
};

/** Reports whether a connection may move from one state to another. */
export const isLegalTransition = (from: string, to: ConnectionState): boolean =>
  STATES.some((state) => state === from && TRANSITIONS[state].includes(to));

/** Actor and time of a state change. */
export interface StateChange {
  readonly connectionId: string;
  readonly at: number;
  readonly actor: string;
}

/**
 * Moves a connection to the state `to` and records it in the audit log; returns the previous state. Throws CONNECTION_UNKNOWN,
 * and STATE_ILLEGAL for an illegal transition or after a concurrent change.
 */
export async function moveState(
  tx: Tx,
  { connectionId, at, actor }: StateChange,
  { to, why }: { readonly to: ConnectionState; readonly why: string },
): Promise<ConnectionState> {
  const row = await tx.selectFrom('connection').select('state').where('id', '=', connectionId).executeTakeFirst();
  if (!row) throw engineError('CONNECTION_UNKNOWN', { connection: connectionId });
  const from = row.state;
  if (!isLegalTransition(from, to)) throw engineError('STATE_ILLEGAL', { from, to });
  const moved = await tx
    .updateTable('connection')
    .set({ state: to })
    .where('id', '=', connectionId)
    .where('state', '=', from)
    .executeTakeFirst();
  if (moved.numUpdatedRows !== 1n)
    throw engineError('STATE_ILLEGAL', { from: 'a state that changed in the meantime', to });
  const subject = `connection:${connectionId}`;
  await writeAudit(tx, { at, actor, action: 'state.move', subject, detail: { from, to, why } });
  return from as ConnectionState;
}
