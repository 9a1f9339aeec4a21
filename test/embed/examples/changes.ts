import { isEngineError, type ReadConfig, type ReadOptions, read } from '../../../engine/index.ts';

/** Reads the changes since the last call, whose cursors are in the state file; returns undefined if the vendor is unavailable. */
export async function readChanges(config: ReadConfig, options: ReadOptions): Promise<number | undefined> {
  let changed = 0;
  try {
    const state = { ...options, state: 'appscan.state' };
    for await (const { entity } of read('hcl-appscan-dast', config, state)) if (entity === 'finding') changed += 1;
  } catch (error) {
    if (isEngineError(error, 'VENDOR_UNAVAILABLE')) return undefined;
    throw error;
  }
  return changed;
}
