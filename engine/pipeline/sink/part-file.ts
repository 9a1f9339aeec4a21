import { type FileHandle, open, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { passFailpoint } from '../../inventory/store/failpoint.ts';
import { copyKeptLines } from './kept-lines.ts';
import { appendOwn, changeFile, createOwn, openPartial } from './own-file.ts';
import { NONE_SUPERSEDED, type Superseded } from './superseded.ts';

/** Size of the write buffer. */
const PIECE_BYTES = 1 << 18;
/** Maximum UTF-8 bytes per UTF-16 code unit. */
const WIDEST = 3;

/** Temporary file in the target's folder, renamed to the target when it is complete. */
export interface PartFile {
  readonly path: string;
  /** Opens it empty, or truncated to `length` bytes. */
  open(length?: number): Promise<void>;
  /** Appends text. Await each call before the next. */
  append(text: string): Promise<void>;
  /** Appends bytes, which may be reused afterwards. Await each call before the next. */
  appendBytes(bytes: Uint8Array): Promise<void>;
  /** Flushes everything to disk and returns the length in bytes. */
  sync(): Promise<number>;
  /** Renames it to the target, without the superseded lines; no effect if that already happened. */
  publish(superseded?: Superseded): Promise<void>;
  close(): Promise<void>;
  discard(): Promise<void>;
}

/** Makes a rename durable. Systems that cannot open a folder (Windows) do not need it. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}

const NOTHING = new Uint8Array();

/**
 * Replaces the target by the lines of a part file that are not superseded. The part file is removed last: if the process is
 * killed before, the same work is done again.
 */
async function writeKeptLines(path: string, target: string, superseded: Superseded): Promise<void> {
  const copy = `${path}.kept`;
  const [from, to] = [await openPartial(path, 0), await createOwn(copy)];
  try {
    await copyKeptLines(from, to, superseded);
    await to.sync();
  } finally {
    await from.close();
    await to.close();
  }
  await rename(copy, target);
  await syncFolder(dirname(target));
  passFailpoint('sink-compacted');
  await rm(path, { force: true });
}

/** Creates the part file of `target`. */
export function createPartFile(target: string): PartFile {
  const path = join(dirname(target), `.${basename(target)}.part`);
  let handle: FileHandle | undefined;
  // Texts are encoded immediately: concatenating strings would copy each of them once more.
  let piece: Buffer | undefined;
  let used = 0;
  let length = 0;

  const guarded = <T>(work: () => Promise<T>): Promise<T> => changeFile(path, work);
  const write = async (bytes: Uint8Array) => {
    if (bytes.length === 0 || !handle) return;
    await handle.writeFile(bytes);
    length += bytes.length;
  };
  const flush = async () => {
    const bytes = piece?.subarray(0, used) ?? NOTHING;
    used = 0;
    await write(bytes);
  };
  /** Encodes a text into the buffer; returns false if it does not fit. */
  const put = (text: string): boolean => {
    piece ??= Buffer.allocUnsafeSlow(PIECE_BYTES);
    if (text.length * WIDEST > piece.length - used) return false;
    used += piece.write(text, used);
    return true;
  };
  const append = async (text: string): Promise<void> => {
    if (put(text)) return;
    await guarded(async () => {
      await flush();
      if (!put(text)) await write(Buffer.from(text));
    });
  };
  const appendBytes = async (bytes: Uint8Array): Promise<void> => {
    piece ??= Buffer.allocUnsafeSlow(PIECE_BYTES);
    if (bytes.length > piece.length - used) await guarded(flush);
    if (bytes.length > piece.length) return guarded(() => write(bytes));
    piece.set(bytes, used);
    used += bytes.length;
  };
  return {
    path,
    open: (keep = 0) =>
      guarded(async () => {
        await rm(`${path}.kept`, { force: true });
        handle = keep > 0 ? await openPartial(path, keep) : await createOwn(path);
        await handle.truncate(keep);
        // A freshly opened handle writes at the start of the file, so reopen it for appending.
        if (keep > 0) {
          await handle.close();
          handle = await appendOwn(path);
        }
        length = keep;
      }),
    append,
    appendBytes,
    sync: () =>
      guarded(async () => {
        await flush();
        await handle?.sync();
        return length;
      }),
    publish: (superseded = NONE_SUPERSEDED) =>
      guarded(async () => {
        await handle?.close();
        handle = undefined;
        const waiting = await stat(path).catch(() => undefined);
        if (!waiting) return;
        if (superseded.count > 0) await writeKeptLines(path, target, superseded);
        else await rename(path, target);
        await syncFolder(dirname(target));
      }),
    close: async () => {
      await handle?.close().catch(() => undefined);
      handle = undefined;
    },
    discard: async () => {
      await handle?.close().catch(() => undefined);
      handle = undefined;
      await rm(path, { force: true });
    },
  };
}

/** Writes a small file atomically: it is complete, or unchanged. */
export async function writeFileAtomically(target: string, text: string): Promise<void> {
  const part = createPartFile(target);
  await part.open();
  await part.append(text);
  await part.sync();
  await part.publish();
}
