import { startKeeper } from './start-keeper.ts';

/** Before all test files of a run: the keeper that their PostgreSQL servers end with. It starts none until it is asked. */
export async function setup(): Promise<() => Promise<void>> {
  const keeper = await startKeeper();
  process.env['MAPWRIGHT_TEST_KEEPER'] = String(keeper.port);
  return () => keeper.end();
}
