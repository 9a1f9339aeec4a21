import { engineError } from '../../base/errors/index.ts';
import type { Tx } from '../../inventory/store/store.ts';
import { writeAudit } from './audit.ts';
import { readConnectionRow } from './connection.ts';
import type { Platform } from './platform.ts';

/** Fate of a deleted connection's assets and findings. */
export type InventoryChoice = 'keep' | 'remove';

/** Numbers of rows in the inventory of a connection. */
export interface InventoryCounts {
  readonly assets: number;
  readonly findings: number;
  /** Records of other entities. */
  readonly records: number;
}

/** Result of deleting a connection, with the numbers of rows removed from the inventory or kept in it. */
export interface DeletedConnection extends InventoryCounts {
  readonly id: string;
  readonly name: string;
  readonly inventory: InventoryChoice;
}

/** Counts the assets, findings and other records of a connection. */
export async function countInventory(tx: Pick<Tx, 'selectFrom'>, connectionId: string): Promise<InventoryCounts> {
  const count = async (table: 'asset' | 'finding' | 'entity_record') => {
    const all = tx.selectFrom(table).select(({ fn }) => fn.countAll().as('rows'));
    const row = await all.where('connection_id', '=', connectionId).executeTakeFirst();
    return Number(row?.rows ?? 0);
  };
  return { assets: await count('asset'), findings: await count('finding'), records: await count('entity_record') };
}

/** Removes the assets, findings and other records of a connection with their history. */
export async function removeInventory(tx: Tx, id: string): Promise<void> {
  const assets = tx.selectFrom('asset').select('id').where('connection_id', '=', id);
  const findings = tx.selectFrom('finding').select('id').where('connection_id', '=', id);
  await tx.deleteFrom('finding_status').where('finding_id', 'in', findings).execute();
  await tx.deleteFrom('finding_seen').where('record_id', 'in', findings).execute();
  await tx.deleteFrom('asset_seen').where('record_id', 'in', assets).execute();
  await tx.deleteFrom('finding').where('connection_id', '=', id).execute();
  const records = tx.selectFrom('entity_record').select('id').where('connection_id', '=', id);
  await tx.deleteFrom('entity_record_seen').where('record_id', 'in', records).execute();
  await tx.deleteFrom('entity_record').where('connection_id', '=', id).execute();
  await tx.deleteFrom('asset').where('connection_id', '=', id).execute();
}

/** Removes the runs of a connection with their rows. Records that are kept still contain the run's id. */
async function removeRuns(tx: Tx, id: string): Promise<void> {
  const runs = tx.selectFrom('run').select('id').where('connection_id', '=', id);
  for (const table of ['slice', 'parent', 'request', 'reject'] as const)
    await tx.deleteFrom(table).where('run_id', 'in', runs).execute();
  await tx.deleteFrom('run').where('connection_id', '=', id).execute();
}

/**
 * Deletes a connection with its secrets and runs, and keeps or removes its assets and findings. Throws CONNECTION_UNKNOWN, and
 * CONNECTION_BUSY while a run is in progress.
 */
export async function deleteConnection(
  { store, clock, actor }: Platform,
  ref: string,
  { inventory }: { readonly inventory: InventoryChoice },
): Promise<DeletedConnection> {
  return store.transaction(async (tx) => {
    const { id, name } = await readConnectionRow(tx, ref);
    // Starting a run locks this row, so no run can start during the deletion.
    const result = await tx
      .deleteFrom('connection')
      .where('id', '=', id)
      .where('state', '!=', 'PROCESSING')
      .executeTakeFirst();
    if (result.numDeletedRows !== 1n) throw engineError('CONNECTION_BUSY', { connection: name });
    const counts = await countInventory(tx, id);
    if (inventory === 'remove') await removeInventory(tx, id);
    await removeRuns(tx, id);
    for (const table of ['secret', 'session', 'sample_item'] as const)
      await tx.deleteFrom(table).where('connection_id', '=', id).execute();
    const detail = { name, inventory, ...counts };
    const at = clock.now();
    await writeAudit(tx, { at, actor, action: 'connection.delete', subject: `connection:${id}`, detail });
    return { id, name, inventory, ...counts };
  });
}
