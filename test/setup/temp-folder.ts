import { accessSync, constants, mkdirSync, readdirSync, rmSync, statfsSync } from 'node:fs';
import { join } from 'node:path';

const RAM_DISK = '/dev/shm';
const PREFIX = 'mapwright-tests-';

/** Below this, a full RAM disk could fail tests. */
const LEAST_FREE_BYTES = 8 * 2 ** 30;

const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

const hasRamDisk = (): boolean => {
  try {
    accessSync(RAM_DISK, constants.W_OK);
    const { bavail, bsize } = statfsSync(RAM_DISK);
    return bavail * bsize >= LEAST_FREE_BYTES;
  } catch {
    return false;
  }
};

/**
 * Creates a folder for temporary files on the RAM disk, where a commit takes microseconds instead of milliseconds; returns
 * undefined where the system has no large RAM disk. A killed process loses no more on it than on another disk. Removes the
 * folders of runs that were killed.
 */
export function createTempFolder(): string | undefined {
  if (!hasRamDisk()) return undefined;
  for (const name of readdirSync(RAM_DISK).filter((one) => one.startsWith(PREFIX)))
    if (!isRunning(Number(name.slice(PREFIX.length)))) removeTempFolder(join(RAM_DISK, name));
  const folder = join(RAM_DISK, `${PREFIX}${process.pid}`);
  // PostgreSQL, which refuses to run as root, passes through it to its own folder.
  mkdirSync(folder, { mode: 0o711, recursive: true });
  return folder;
}

/** Removes the folder, if there is one. */
export function removeTempFolder(folder: string | undefined): void {
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
}
