import { lstat, realpath } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { engineError } from '../base/errors/index.ts';

const isMissing = (error: unknown) => error instanceof Error && 'code' in error && error.code === 'ENOENT';

/** The real path, also of what is not there yet; undefined for a link that leads to nothing (writing would follow it). */
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
  // A NUL would end the path early in the system's eyes.
  const real = path.includes('\0') ? undefined : await resolveExisting(resolve(home, path));
  if (real === undefined || isOutside(relative(home, real))) throw engineError('FILE_OUTSIDE', { file: path, root });
  return real;
}
