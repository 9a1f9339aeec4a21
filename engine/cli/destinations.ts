import { dirname, join, resolve } from 'node:path';
import { engineError } from '../base/errors/index.ts';
import { acquireFileLock, type Lock } from '../io/lock.ts';
import {
  formatDestination,
  lockedFolder,
  openDestination,
  placeOf,
  type Sink,
  type SinkSource,
} from '../pipeline/sink/index.ts';
import { createFolder } from '../pipeline/sink/make-folder.ts';
import type { Terminal } from './terminal.ts';

/** Records have stdout to themselves. */
export const writesToStdout = (destinations: readonly string[]): boolean => destinations.includes('stdout');

/** What sinks get from a command. */
export interface SinkOptions {
  readonly terminal: Terminal;
  readonly source: SinkSource;
}

/** `--to` as sinks. Throws DESTINATION_INVALID, and USAGE when two write to one place. */
export function openDestinations(destinations: readonly string[], { terminal, source }: SinkOptions): Sink[] {
  const sinks = destinations.map((to) => openDestination(to, { writeOut: terminal.print, source }));
  const places = destinations.map(placeOf);
  const again = destinations.find((to, at) => places.indexOf(placeOf(to)) < at);
  if (again !== undefined)
    throw engineError('USAGE', { problem: `--to names one place twice: ${formatDestination(again)}` });
  return sinks;
}

async function acquireLock(file: string): Promise<Lock> {
  const folder = dirname(file);
  await createFolder(folder);
  return acquireFileLock(file);
}

/**
 * Locks what a run writes to, in one order for all runs; a folder's lock lies in it, as the folder may be all that two
 * containers share. Throws RUN_LOCKED, FILE_UNWRITABLE.
 */
export async function lockDestinations(
  destinations: readonly string[],
  state: string | undefined,
): Promise<DisposableStack> {
  const folders = destinations.flatMap((to) => lockedFolder(to) ?? []).map((folder) => join(folder, '.run'));
  const files = [...folders, ...(state === undefined ? [] : [resolve(state)])].sort();
  using held = new DisposableStack();
  for (const file of files) held.adopt(await acquireLock(file), (one) => one.release());
  return held.move();
}
