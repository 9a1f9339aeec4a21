import { mkdir, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { engineError } from '../../base/errors/index.ts';

const codeOf = (error: unknown) => (error instanceof Error && 'code' in error ? error.code : undefined);

async function makeOne(folder: string, mode: number): Promise<void> {
  try {
    await mkdir(folder, { mode });
  } catch (error) {
    if (codeOf(error) !== 'EEXIST' || !(await stat(folder)).isDirectory()) throw error;
  }
}

async function make(folder: string, mode: number): Promise<void> {
  try {
    await makeOne(folder, mode);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT' || dirname(folder) === folder) throw error;
    await make(dirname(folder), mode);
    await makeOne(folder, mode);
  }
}

/**
 * Makes a folder, and those above it that are missing; rejects with FILE_UNWRITABLE. One at a time: where a folder can
 * be seen and nothing can be made in it (/proc, a mount that is gone), `recursive` tries for ever.
 */
export async function makeFolder(folder: string, mode = 0o777): Promise<void> {
  try {
    await make(resolve(folder), mode);
  } catch (error) {
    throw engineError('FILE_UNWRITABLE', { file: folder, reason: 'the folder cannot be made' }, error);
  }
}
