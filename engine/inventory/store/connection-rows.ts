import type { Tx } from './store.ts';
import type { ConnectionRow } from './tables.ts';

/** Columns that a connection's creator chooses. */
type NewConnection = Pick<
  ConnectionRow,
  | 'id'
  | 'name'
  | 'description'
  | 'connector'
  | 'version'
  | 'settings'
  | 'select'
  | 'filters'
  | 'maps'
  | 'schedule'
  | 'manual_only'
  | 'active'
  | 'preserve_absent'
  | 'tested_at'
>;

const rowOf = (connection: NewConnection, at: number) => ({
  ...connection,
  paused: null,
  state: 'REGISTERED',
  next_run_at: null,
  last_run_id: null,
  cursors: '{}',
  created_at: at,
  updated_at: at,
  revision: 1,
});

/** Adds a connection that has not run. */
export async function addConnection(tx: Tx, connection: NewConnection, at: number): Promise<void> {
  await tx.insertInto('connection').values(rowOf(connection, at)).execute();
}

/** Adds a connection unless it exists. */
export async function ensureConnection(tx: Tx, connection: NewConnection, at: number): Promise<void> {
  await tx
    .insertInto('connection')
    .values(rowOf(connection, at))
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
}
