import { engineError } from '../../base/errors/index.ts';
import type { Tx } from '../../inventory/store/store.ts';
import { writeAudit } from './audit.ts';

/** The states of a connection, as the vendors' guides name them. */
export const STATES = ['REGISTERED', 'SCHEDULED', 'PROCESSING', 'PROCESSED', 'ERRORED'] as const;
export type ConnectionState = (typeof STATES)[number];

/**
 * From each state the states that may follow. SCHEDULED goes back to REGISTERED when its schedule is taken away (paused,
 * inactive, by hand only), PROCESSING when its run is cancelled; a run by hand needs no schedule.
 */
export const TRANSITIONS: Readonly<Record<ConnectionState, readonly ConnectionState[]>> = {
  REGISTERED: ['SCHEDULED', 'PROCESSING'],
  SCHEDULED: ['PROCESSING', 'REGISTERED'],
  PROCESSING: ['PROCESSED', 'ERRORED', 'REGISTERED'],
  PROCESSED: ['SCHEDULED', 'PROCESSING'],
  ERRORED: ['SCHEDULED', 'PROCESSING'],
};

/** Whether a connection may go from one state to another. */
export const isLegalTransition = (from: string, to: ConnectionState): boolean =>
  STATES.some((state) => state === from && TRANSITIONS[state].includes(to));

/** Who moves a connection, and when. */
export interface StateChange {
  readonly connectionId: string;
  readonly at: number;
  readonly actor: string;
}

/**
 * Moves a connection to `to` along a legal edge and says so in the audit log; gives the state before. Throws
 * CONNECTION_UNKNOWN, and STATE_ILLEGAL also when another moved it meanwhile.
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
