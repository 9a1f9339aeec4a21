import type { InventoryPage, InventoryRecord } from '../store.ts';
import type { RecordTable } from './columns.ts';
import { readEntity, readExternalId } from './row.ts';

/** Picks one record of each identity of a page, in the order in which the winners were sent. */
export function pickWinners(
  table: RecordTable,
  { replaces }: Pick<InventoryPage, 'replaces'>,
  records: readonly InventoryRecord[],
): readonly InventoryRecord[] {
  const winners = new Map<string, InventoryRecord>();
  for (const one of records) {
    const id = readExternalId(table, one);
    const known = winners.get(id);
    if (known && replaces?.(readEntity(table, one), known.record, one.record) === false) continue;
    if (known) winners.delete(id);
    winners.set(id, one);
  }
  return winners.size === records.length ? records : [...winners.values()];
}
