import { type ReadConfig, type ReadOptions, read } from '../../../engine/index.ts';
import type { HclAppscanDastRecords } from './appscan-types.ts';

/** Lists the names of open findings with a severity of at least 4. */
export async function listSevere(config: ReadConfig, options: ReadOptions): Promise<string[]> {
  const names: string[] = [];
  for await (const { entity, record } of read<HclAppscanDastRecords>('hcl-appscan-dast', config, options))
    if (entity === 'finding' && record.severity >= 4 && record.findingStatus !== 'FIXED') names.push(record.name);
  return names;
}
