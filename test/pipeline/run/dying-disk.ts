import fs, { type FileHandle } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';

/** Calls that change the disk by path. Writes through handles come after the last checkpoint, or do not matter. */
const CHANGING = ['open', 'mkdir', 'rename', 'rm'] as const;

/** Disk that fails. */
export interface DyingDisk {
  readonly dead: () => boolean;
  /** Restores access to the disk in its last state. */
  revive(): Promise<void>;
}

/** Creates a disk that rejects every change after the first `changes` ones, as after a kill at that point. */
export function createDyingDisk(changes: number): DyingDisk {
  let count = 0;
  const opened: FileHandle[] = [];
  const real = Object.fromEntries(CHANGING.map((name) => [name, fs[name]]));
  const patched = fs as unknown as Record<string, (...given: unknown[]) => Promise<unknown>>;
  for (const name of CHANGING) {
    const change = patched[name];
    patched[name] = async (...given) => {
      count += 1;
      if (count > changes) throw new Error('the disk is dead');
      const result = await change?.(...given);
      if (name === 'open') opened.push(result as FileHandle);
      return result;
    };
  }
  syncBuiltinESMExports();
  return {
    dead: () => count > changes,
    async revive() {
      Object.assign(fs, real);
      syncBuiltinESMExports();
      for (const handle of opened) await handle.close().catch(() => undefined);
    },
  };
}
