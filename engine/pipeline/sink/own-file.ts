import { constants } from 'node:fs';
import { type FileHandle, lstat, open, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { engineError, isEngineError } from '../../base/errors/index.ts';
import { isForeignLink } from '../../inventory/store/foreign-link.ts';

const { O_APPEND, O_CREAT, O_EXCL, O_RDWR, O_WRONLY } = constants;
// Windows has neither flag. O_NONBLOCK makes opening a pipe without a reader fail instead of blocking.
const SAFELY = (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

const reasonOf = (error: unknown) =>
  error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';

const refused = (file: string, reason: string) => engineError('FILE_UNWRITABLE', { file, reason });

/** Runs `work`, which changes `file`. Rejects with FILE_UNWRITABLE for system errors; engine errors pass through. */
export async function changeFile<T>(file: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw isEngineError(error) ? error : engineError('FILE_UNWRITABLE', { file, reason: reasonOf(error) }, error);
  }
}

/** Throws FILE_UNWRITABLE for a folder that another user replaced with a link, which would redirect files. */
function checkFolder(folder: string): void {
  if (isForeignLink(folder)) throw refused(folder, 'it is a symbolic link created by another user');
}

/** Opens a file that only this process writes: never a link, a device or a file with hard links. */
async function openOwn(file: string, flags: number): Promise<FileHandle> {
  const handle = await open(file, flags | SAFELY, 0o600).catch((error: unknown) => {
    throw reasonOf(error) === 'ELOOP' ? refused(file, 'it is a symbolic link') : error;
  });
  const found = await handle.stat();
  if (found.isFile() && found.nlink === 1) return handle;
  await handle.close();
  throw refused(file, found.isFile() ? 'it has another hard link' : 'it is not a regular file');
}

/**
 * Creates an empty file. First removes the part file of a killed run, or a link but never its target, so that files
 * planted by others are not opened.
 */
export async function createOwn(file: string): Promise<FileHandle> {
  checkFolder(dirname(file));
  await rm(file, { force: true });
  return openOwn(file, O_WRONLY | O_CREAT | O_EXCL);
}

/**
 * Creates an empty file if none exists, and rejects with FILE_UNWRITABLE for a link. An existing file is not
 * opened: closing it would release this process's locks on it.
 */
export async function ensureOwn(file: string): Promise<void> {
  checkFolder(dirname(file));
  const created = await openOwn(file, O_WRONLY | O_CREAT | O_EXCL).catch((error: unknown) => {
    if (reasonOf(error) !== 'EEXIST') throw error;
  });
  await created?.close();
  const found = await lstat(file);
  if (!found.isFile() || found.nlink !== 1) throw refused(file, 'it is a link, or not a file');
}

/** Opens a file for appending; creates it if it is missing. */
export async function appendOwn(file: string): Promise<FileHandle> {
  checkFolder(dirname(file));
  return openOwn(file, O_WRONLY | O_CREAT | O_APPEND);
}

/** Opens the file of a stopped run. Rejects with STATE_UNREADABLE if it is shorter than the state's length. */
export async function openPartial(file: string, length: number): Promise<FileHandle> {
  const handle = await openOwn(file, O_RDWR).catch((error: unknown) => {
    throw reasonOf(error) === 'ENOENT'
      ? engineError('STATE_UNREADABLE', { file, reason: 'file not found' }, error)
      : error;
  });
  if ((await handle.stat()).size >= length) return handle;
  await handle.close();
  throw engineError('STATE_UNREADABLE', { file, reason: 'it is shorter than the state records' });
}
