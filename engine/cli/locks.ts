import { mkdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { lock } from '../io/lock.ts';

/** Destinations that are a folder: two runs at once would mix their files. */
const folderOf = (to: string): string | undefined => /^(?:ndjson|etm):(.+)$/s.exec(to)?.[1];

/** Locks what a run writes to. Throws RUN_LOCKED when another run is using one of them. */
export async function lockAll(
  destinations: readonly string[],
  state: string | undefined,
): Promise<{ release(): Promise<void> }> {
  const folders = destinations.flatMap((to) => folderOf(to) ?? []).map((folder) => join(resolve(folder), '.run'));
  const files = [...new Set([...folders, ...(state === undefined ? [] : [resolve(state)])])].sort();
  const held: Awaited<ReturnType<typeof lock>>[] = [];
  const release = async () => {
    for (const one of held.splice(0)) await one.release();
  };
  try {
    for (const file of files) {
      await mkdir(dirname(file), { recursive: true });
      held.push(await lock(file));
    }
  } catch (error) {
    await release();
    throw error;
  }
  return { release };
}
