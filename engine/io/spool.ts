import { randomUUID } from 'node:crypto';
import { open, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { Spool } from '../pipeline/run/ports.ts';

/**
 * Opens a temporary file that only its owner can read. It is unlinked immediately, so that it disappears with the
 * process.
 */
export async function openSpool(): Promise<Spool> {
  const path = join(tmpdir(), `mapwright-${randomUUID()}`);
  const file = await open(path, 'wx+', 0o600);
  let unlinked = await unlink(path).then(
    () => true,
    () => false,
  );
  return {
    async write(chunk) {
      await file.writeFile(chunk);
    },
    read: ({ start, end } = { start: 0, end: Number.POSITIVE_INFINITY }) => {
      const reading = { autoClose: false, highWaterMark: 1 << 18, start };
      // The end of a file stream is inclusive.
      return start === end ? Readable.from([]) : file.createReadStream({ ...reading, end: end - 1 });
    },
    async discard() {
      await file.close();
      // Windows refuses to unlink an open file.
      if (!unlinked) await unlink(path).catch(() => undefined);
      unlinked = true;
    },
  };
}
