import { dirname, join, resolve } from 'node:path';
import { engineError } from '../../../base/errors/index.ts';
import { acquireFileLock, type Lock } from '../../../io/lock.ts';
import type { Entity } from '../../../manifest/index.ts';
import {
  formatDestination,
  lockedFolder,
  openDestination,
  placeOf,
  type Sink,
  type SinkSource,
} from '../../../pipeline/sink/index.ts';
import { createFolder } from '../../../pipeline/sink/make-folder.ts';
import type { Terminal } from '../../terminal.ts';

/** Reports whether records are written to stdout. Nothing else may be written there then. */
export const writesToStdout = (destinations: readonly string[]): boolean => destinations.includes('stdout');

/** Options that a command passes to its sinks. */
export interface SinkOptions {
  readonly terminal: Terminal;
  readonly source: SinkSource;
  /** Entities that the connector produces. */
  readonly entities: readonly Entity[];
}

/** Opens the sinks of `--to`. Throws DESTINATION_INVALID, and USAGE if two destinations are the same. */
export function openDestinations(destinations: readonly string[], { terminal, source, entities }: SinkOptions): Sink[] {
  const sinks = destinations.map((to) => openDestination(to, { writeOut: terminal.print, source, entities }));
  const places = destinations.map(placeOf);
  const again = destinations.find((to, at) => places.indexOf(placeOf(to)) < at);
  if (again !== undefined)
    throw engineError('USAGE', { problem: `duplicate destination in --to: ${formatDestination(again)}` });
  return sinks;
}

async function acquireLock(file: string): Promise<Lock> {
  const folder = dirname(file);
  await createFolder(folder);
  return acquireFileLock(file);
}

/**
 * Locks the folders and the state file of a run, always in the same order. A folder's lock file is inside the folder, because
 * two containers may share nothing else. Throws RUN_LOCKED, FILE_UNWRITABLE.
 */
export async function lockDestinations(
  destinations: readonly string[],
  state: string | undefined,
): Promise<DisposableStack> {
  const folders = destinations.flatMap((to) => lockedFolder(to) ?? []).map((folder) => join(folder, '.run'));
  const files = [...folders, ...(state === undefined ? [] : [resolve(state)])].sort();
  using locks = new DisposableStack();
  for (const file of files) locks.adopt(await acquireLock(file), (lock) => lock.release());
  return locks.move();
}
