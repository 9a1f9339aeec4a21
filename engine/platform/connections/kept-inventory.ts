import { engineError } from '../../base/errors/index.ts';
import type { Database, Tx } from '../../inventory/store/store.ts';
import { writeAudit } from './audit.ts';
import { countInventory, type InventoryCounts, removeInventory } from './delete-connection.ts';
import type { Platform } from './platform.ts';

/** Connection that was deleted while its inventory was kept. */
export interface KeptInventory extends InventoryCounts {
  readonly id: string;
  readonly name: string;
  /** Time of the deletion, epoch ms. */
  readonly deletedAt: number;
}

type Reader = Pick<Database, 'selectFrom'>;
type Deleted = Pick<KeptInventory, 'id' | 'name' | 'deletedAt'>;

/** Lists deleted connections by the audit log, the last deleted first, one row per id. */
async function listDeleted(db: Reader): Promise<readonly Deleted[]> {
  const entries = await db
    .selectFrom('audit')
    .select(['subject', 'detail', 'at'])
    .where('action', '=', 'connection.delete')
    .orderBy('seq', 'desc')
    .execute();
  const deleted = entries.map(({ subject, detail, at }) => ({
    id: subject.slice('connection:'.length),
    name: (JSON.parse(detail) as { readonly name: string }).name,
    deletedAt: at,
  }));
  // The connection of a sync without a saved one has the same id each time: it may exist again.
  const seen = new Set((await db.selectFrom('connection').select('id').execute()).map(({ id }) => id));
  return deleted.filter(({ id }) => !seen.has(id) && seen.add(id));
}

/** Returns the deleted connections that have rows, with their numbers. */
async function keepFilled(db: Reader, deleted: readonly Deleted[]): Promise<readonly KeptInventory[]> {
  const kept: KeptInventory[] = [];
  for (const one of deleted) {
    const counts = await countInventory(db, one.id);
    if (counts.assets + counts.findings + counts.records > 0) kept.push({ ...one, ...counts });
  }
  return kept;
}

/** Lists the deleted connections whose inventory is still stored, the last deleted first. */
export const listKeptInventories = async (db: Reader): Promise<readonly KeptInventory[]> =>
  keepFilled(db, await listDeleted(db));

/**
 * Finds the kept inventory of a deleted connection by the id or name that it had. Returns undefined if there is none, or if a
 * connection has this id or name now. Throws CONNECTION_AMBIGUOUS.
 */
export async function findKeptInventory(db: Reader, ref: string): Promise<KeptInventory | undefined> {
  const existing = await db
    .selectFrom('connection')
    .select('id')
    .where((where) => where.or([where('id', '=', ref), where('name', '=', ref)]))
    .executeTakeFirst();
  if (existing) return undefined;
  const deleted = await listDeleted(db);
  const byId = deleted.filter(({ id }) => id === ref);
  const kept = await keepFilled(db, byId.length > 0 ? byId : deleted.filter(({ name }) => name === ref));
  const ids = kept.map(({ id }) => id).join(', ');
  if (kept.length > 1) throw engineError('CONNECTION_AMBIGUOUS', { connection: ref, ids });
  return kept[0];
}

async function expectKept(tx: Tx, ref: string): Promise<KeptInventory> {
  const kept = await findKeptInventory(tx, ref);
  if (!kept) throw engineError('CONNECTION_UNKNOWN', { connection: ref });
  return kept;
}

/**
 * Removes the inventory that was kept when a connection was deleted; the audit log records it. Throws CONNECTION_UNKNOWN if
 * none is kept under this id or name, and CONNECTION_AMBIGUOUS.
 */
export const removeKeptInventory = (
  { store, clock, actor }: Pick<Platform, 'store' | 'clock' | 'actor'>,
  ref: string,
): Promise<KeptInventory> =>
  store.transaction(async (tx) => {
    const kept = await expectKept(tx, ref);
    const { id, deletedAt: _, ...detail } = kept;
    await removeInventory(tx, id);
    const subject = `connection:${id}`;
    await writeAudit(tx, { at: clock.now(), actor, action: 'inventory.remove', subject, detail });
    return kept;
  });
