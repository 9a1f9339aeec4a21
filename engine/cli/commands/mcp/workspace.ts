import { realpath, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { engineError } from '../../../base/errors/index.ts';
import { confinePath } from '../../../io/confine-path.ts';
import type { Learner } from '../../config/load-config.ts';
import type { TaskRunners } from '../../task-runners.ts';

/** What the tools of a server share. */
export interface Workspace {
  /** Folder of the user's connectors: files outside of it are neither read nor written. */
  readonly folder: string;
  readonly canWrite: boolean;
  readonly allowPrivate: boolean;
  readonly runners: TaskRunners;
  /** Environment of secrets, and receiver of everything that results must not contain. */
  readonly learner: Learner;
}

/** Returns the real path of the folder of the user's connectors. Throws USAGE if it is not a folder, or the whole disk. */
export async function findWorkFolder(given: string): Promise<string> {
  const found = await stat(given).catch(() => undefined);
  if (!found?.isDirectory()) throw engineError('USAGE', { problem: `"${given}" is not a folder` });
  const folder = await realpath(given);
  // Clients may start servers in the root folder.
  if (folder === dirname(folder))
    throw engineError('USAGE', { problem: `"${folder}" is the whole disk: name the folder of your connectors` });
  return folder;
}

/** Returns the real path of a file to read. Throws FILE_OUTSIDE. */
export const findInside = ({ folder }: Workspace, path: string): Promise<string> => confinePath(folder, path);

/** Returns the path of a file or folder to write. Throws FILE_OUTSIDE, and FILE_LINKED if a link leads to it. */
export async function findTarget({ folder }: Workspace, path: string): Promise<string> {
  const real = await confinePath(folder, path);
  if (real !== resolve(folder, path)) throw engineError('FILE_LINKED', { file: path });
  return real;
}
