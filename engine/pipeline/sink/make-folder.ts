import { mkdir, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { engineError } from '../../base/errors/index.ts';

const errorCode = (error: unknown) => (error instanceof Error && 'code' in error ? error.code : undefined);

async function createOne(folder: string, mode: number): Promise<void> {
  try {
    await mkdir(folder, { mode });
  } catch (error) {
    if (errorCode(error) !== 'EEXIST' || !(await stat(folder)).isDirectory()) throw error;
  }
}

async function createAll(folder: string, mode: number): Promise<void> {
  try {
    await createOne(folder, mode);
  } catch (error) {
    if (errorCode(error) !== 'ENOENT' || dirname(folder) === folder) throw error;
    await createAll(dirname(folder), mode);
    await createOne(folder, mode);
  }
}

/**
 * Makes a folder, and those above it that are missing; rejects with FILE_UNWRITABLE. One at a time: where a folder can
 * be seen and nothing can be made in it (/proc, a mount that is gone), `recursive` tries for ever.
 */
export async function createFolder(folder: string, mode = 0o777): Promise<void> {
  try {
    await createAll(resolve(folder), mode);
  } catch (error) {
    throw engineError('FILE_UNWRITABLE', { file: folder, reason: 'cannot create the folder' }, error);
  }
}
