import { DatabaseSync } from 'node:sqlite';
import { engineError } from '../../base/errors/index.ts';
import { isForeignLink } from '../../inventory/store/foreign-link.ts';

/** Right to run the slices of an SQLite store, which one process or thread has at a time. */
export interface RunnerLock {
  /** Returns false while another process has the lock. */
  tryHold(): boolean;
  release(): void;
}

/** Result code SQLITE_BUSY. */
const BUSY = 5;

/**
 * Creates the lock: an exclusive transaction on an empty database beside the store. The operating system ends it with the
 * process, however that dies. Throws STORE_UNWRITABLE.
 */
export function createRunnerLock(store: string): RunnerLock {
  const path = `${store}-runner`;
  let held: DatabaseSync | undefined;
  return {
    tryHold() {
      if (held) return true;
      const refused = (reason: string, cause?: unknown) =>
        engineError('STORE_UNWRITABLE', { store: path, reason }, cause);
      if (isForeignLink(path)) throw refused('it is a symbolic link created by another user');
      let database: DatabaseSync | undefined;
      try {
        database = new DatabaseSync(path, { timeout: 0 });
        database.exec('BEGIN EXCLUSIVE');
        held = database;
        return true;
      } catch (error) {
        database?.close();
        if (error instanceof Error && 'errcode' in error && error.errcode === BUSY) return false;
        throw refused('cannot lock the file', error);
      }
    },
    release() {
      held?.close();
      held = undefined;
    },
  };
}
