import { rename, writeFile } from 'node:fs/promises';
import { engineError } from '../base/errors/index.ts';
import { errorCode } from './network-error.ts';

/** Replaces a file by a secret that only its owner may read. Rejects with FILE_UNWRITABLE. */
export async function writeSecretFile(path: string, secret: string): Promise<void> {
  const part = `${path}.${process.pid}.part`;
  try {
    await writeFile(part, `${secret}\n`, { mode: 0o600, flag: 'wx' });
    await rename(part, path);
  } catch (error) {
    throw engineError('FILE_UNWRITABLE', { file: path, reason: errorCode(error) }, error);
  }
}
