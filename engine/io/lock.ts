import { engineError, isEngineError } from '../base/errors/index.ts';
import { ensureOwn } from '../pipeline/sink/own-file.ts';

/** A lock that is held until it is released, or until this process ends, however that happens. */
export interface Lock {
  release(): void;
}

const BUSY = 5;

const isBusy = (error: unknown) => error instanceof Error && 'errcode' in error && error.errcode === BUSY;

/**
 * Takes the lock of `file`: an empty `<file>.lock` beside it, held as SQLite holds a database. The system frees such a
 * lock with the process, so a killed run leaves nothing to clean up and no process number to mistake for another's;
 * it works between containers that share the folder, too. Throws RUN_LOCKED, FILE_UNWRITABLE.
 */
export async function acquireFileLock(file: string): Promise<Lock> {
  const path = `${file}.lock`;
  const { DatabaseSync } = await import('node:sqlite');
  let held: InstanceType<typeof DatabaseSync> | undefined;
  try {
    // SQLite follows links: the file is created first, and never through one.
    await ensureOwn(path);
    held = new DatabaseSync(path, { timeout: 0 });
    held.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    held?.close();
    if (isBusy(error)) throw engineError('RUN_LOCKED', { file }, error);
    if (isEngineError(error)) throw error;
    throw engineError('FILE_UNWRITABLE', { file: path, reason: 'it cannot be opened as a lock file' }, error);
  }
  const database = held;
  // The file stays: whoever has it open already would otherwise lock a file that is no longer there.
  return { release: () => database.isOpen && database.close() };
}
