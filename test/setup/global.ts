import type { TestProject } from 'vitest/node';
import { requirePrograms } from './requirements.ts';
import { startKeeper } from './start-keeper.ts';

/** Starts the process that stops all PostgreSQL servers at the end of a full run. */
export async function setup({ config }: TestProject): Promise<(() => Promise<void>) | undefined> {
  if (config.env['MAPWRIGHT_TESTS'] !== 'full') return undefined;
  requirePrograms();
  const keeper = await startKeeper();
  process.env['MAPWRIGHT_TEST_KEEPER'] = String(keeper.port);
  return () => keeper.end();
}
