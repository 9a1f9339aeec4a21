import type { EntityRecord, WriteCounts, Written } from '../store.ts';

type WriteRecords = (records: readonly EntityRecord[]) => Promise<WriteCounts>;

/** Writes the records of each entity, one after another, and returns their counts; nothing if there are none. */
export async function writeEntities(
  records: readonly EntityRecord[] = [],
  write: WriteRecords,
): Promise<Pick<Written, 'records'>> {
  if (records.length === 0) return {};
  const counts: [string, WriteCounts][] = [];
  for (const [entity, some] of Map.groupBy(records, (one) => one.entity)) counts.push([entity, await write(some)]);
  return { records: Object.fromEntries(counts) };
}
