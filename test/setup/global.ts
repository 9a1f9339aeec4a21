import type { TestProject } from 'vitest/node';
import { requirePrograms } from './requirements.ts';
import { startKeeper } from './start-keeper.ts';
import { createTempFolder, removeTempFolder } from './temp-folder.ts';

/**
 * Chooses the folder of temporary files, and starts the process that stops all PostgreSQL servers at the end of a full run.
 * The processes of the tests inherit both as environment variables.
 */
export async function setup({ config }: TestProject): Promise<() => Promise<void>> {
  const isFull = config.env['MAPWRIGHT_TESTS'] === 'full';
  if (isFull) requirePrograms();
  const folder = createTempFolder();
  if (folder !== undefined) process.env['TMPDIR'] = folder;
  const keeper = isFull ? await startKeeper() : undefined;
  if (keeper) process.env['MAPWRIGHT_TEST_KEEPER'] = String(keeper.port);
  return async () => {
    await keeper?.end();
    removeTempFolder(folder);
  };
}
