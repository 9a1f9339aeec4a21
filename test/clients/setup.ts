import { findPython } from '../setup/python.ts';
import { hasPostgres } from '../setup/requirements.ts';
import { startKeeper } from '../setup/start-keeper.ts';

/** Throws one line if a program is missing, and starts the process that stops the PostgreSQL server at the end. */
export async function setup(): Promise<() => Promise<void>> {
  findPython();
  if (!hasPostgres())
    throw new Error('npm run test:clients needs PostgreSQL: apt-get update && apt-get install -y postgresql');
  const keeper = await startKeeper();
  process.env['MAPWRIGHT_TEST_KEEPER'] = String(keeper.port);
  return () => keeper.end();
}
