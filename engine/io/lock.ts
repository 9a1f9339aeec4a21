import { engineError, isEngineError } from '../base/errors/index.ts';
import { ensureOwn } from '../pipeline/sink/own-file.ts';

/** Lock that lasts until it is released or the process ends for any reason. */
export interface Lock {
  release(): void;
}

const BUSY = 5;

const isBusy = (error: unknown) => error instanceof Error && 'errcode' in error && error.errcode === BUSY;

/**
 * Acquires the lock of `file`: an SQLite lock on an empty `<file>.lock` next to it. The operating system releases it with
 * the process, so that a killed run leaves no stale lock and no process ID that could be reused. It also works between
 * containers that share the folder. Throws RUN_LOCKED, FILE_UNWRITABLE.
 */
export async function acquireFileLock(file: string): Promise<Lock> {
  const path = `${file}.lock`;
  const { DatabaseSync } = await import('node:sqlite');
  let opened: InstanceType<typeof DatabaseSync> | undefined;
  try {
    // SQLite follows links, so the file is created first, without following any.
    await ensureOwn(path);
    opened = new DatabaseSync(path, { timeout: 0 });
    opened.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    opened?.close();
    if (isBusy(error)) throw engineError('RUN_LOCKED', { file }, error);
    if (isEngineError(error)) throw error;
    throw engineError('FILE_UNWRITABLE', { file: path, reason: 'it cannot be opened as a lock file' }, error);
  }
  const database = opened;
  // Keep the file: a process that has it open would otherwise lock a deleted file.
  return { release: () => database.isOpen && database.close() };
}
