import { type ReadConfig, type ReadOptions, read } from '../../../engine/index.ts';

/** Counts the records of each entity. */
export async function countRecords(config: ReadConfig, options: ReadOptions): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  for await (const { entity } of read('hcl-appscan-dast', config, options))
    counts.set(entity, (counts.get(entity) ?? 0) + 1);
  return counts;
}
