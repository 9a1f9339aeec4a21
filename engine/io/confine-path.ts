import { lstat, realpath } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { engineError } from '../base/errors/index.ts';

const isMissing = (error: unknown) => error instanceof Error && 'code' in error && error.code === 'ENOENT';

/** Resolves the real path, also of a missing file; undefined for a dangling link, which a write would follow. */
async function resolveExisting(path: string): Promise<string | undefined> {
  try {
    return await realpath(path);
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
  const dangling = await lstat(path).catch(() => undefined);
  const parent = dangling ? undefined : await resolveExisting(dirname(path));
  return parent === undefined ? undefined : join(parent, basename(path));
}

const isOutside = (path: string) => path === '..' || path.startsWith(`..${sep}`) || isAbsolute(path);

/** The real path of `path` (relative to `root`), which need not exist yet. Throws FILE_OUTSIDE when it is not under the root, links followed. */
export async function confinePath(root: string, path: string): Promise<string> {
  const home = await realpath(root);
  // The operating system would truncate the path at a NUL.
  const real = path.includes('\0') ? undefined : await resolveExisting(resolve(home, path));
  if (real === undefined || isOutside(relative(home, real))) throw engineError('FILE_OUTSIDE', { file: path, root });
  return real;
}
