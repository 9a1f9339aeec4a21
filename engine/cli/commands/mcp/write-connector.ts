import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { engineError } from '../../../base/errors/index.ts';
import type { runCase } from '../../../workbench/replay/index.ts';
import { type WritableConnector, writeConnectorFolder } from '../import/connector-folder.ts';
import { findTarget, type Workspace } from './workspace.ts';

/** Parts of a connector's folder that may exist already, and could be links. */
const PARTS = ['', 'manifest.json', 'schemas', 'recordings', 'expected'];

/** Where to write a connector. */
export interface WriteTarget {
  /** Path of its folder, relative to the folder of the server. */
  readonly folder: string;
  readonly overwrite?: boolean | undefined;
}

/**
 * Returns the path of the folder to write a connector to. Throws TOOL_READ_ONLY without --write, FILE_OUTSIDE or
 * FILE_LINKED for a path that leaves the folder of the server or goes through a link, and FILE_EXISTS.
 */
export async function findWriteFolder(
  { folder, overwrite = false }: WriteTarget,
  workspace: Workspace,
): Promise<string> {
  if (!workspace.canWrite) throw engineError('TOOL_READ_ONLY');
  const targets = await Promise.all(PARTS.map((part) => findTarget(workspace, join(folder, part))));
  const [found = ''] = targets;
  const file = join(found, 'manifest.json');
  const exists = await access(file).then(
    () => true,
    () => false,
  );
  if (exists && !overwrite) throw engineError('FILE_EXISTS', { file: join(folder, 'manifest.json') });
  return found;
}

/** Writes a connector, and returns the paths of its files relative to the folder of the server. */
export async function writeConnector(
  folder: string,
  connector: WritableConnector,
  { workspace, replay }: { readonly workspace: Workspace; readonly replay: typeof runCase },
): Promise<readonly string[]> {
  const files = await writeConnectorFolder(folder, connector, replay);
  return files.map((file) => file.slice(workspace.folder.length + 1));
}
