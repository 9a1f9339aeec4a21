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
 * Creates a folder and its missing parents. Rejects with FILE_UNWRITABLE. Avoids `recursive`, which never returns where
 * a folder is visible but cannot have children (/proc, a lost mount).
 */
export async function createFolder(folder: string, mode = 0o777): Promise<void> {
  try {
    await createAll(resolve(folder), mode);
  } catch (error) {
    throw engineError('FILE_UNWRITABLE', { file: folder, reason: 'cannot create the folder' }, error);
  }
}
