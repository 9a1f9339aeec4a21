import fs, { type FileHandle } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';

/** Calls that change what is on disk by name; what a handle writes lies beyond the last checkpoint, or does not count. */
const CHANGING = ['open', 'mkdir', 'rename', 'rm'] as const;

/** A disk that dies. */
export interface DyingDisk {
  readonly dead: () => boolean;
  /** Brings it back as it was left. */
  revive(): Promise<void>;
}

/** After its first `changes` changes nothing reaches the disk any more, as after a kill at that point. */
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
