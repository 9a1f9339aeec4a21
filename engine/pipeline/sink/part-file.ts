import { type FileHandle, open, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { appendOwn, changeFile, createOwn, openPartial } from './own-file.ts';

/** Text is handed to the system in pieces of about this many bytes. */
const PIECE_BYTES = 1 << 18;
/** A character of a text (a UTF-16 unit) takes so many bytes at most. */
const WIDEST = 3;

/** A file in the making, beside the place where it will stand. */
export interface PartFile {
  readonly path: string;
  /** Opens it empty, or cut to `length` bytes. */
  open(length?: number): Promise<void>;
  /** One call at a time. */
  append(text: string): Promise<void>;
  /** One call at a time; the bytes are not used after it. */
  appendBytes(bytes: Uint8Array): Promise<void>;
  /** Everything on disk; the length in bytes. */
  sync(): Promise<number>;
  /** Renames it into place; when that has happened already, nothing. */
  publish(): Promise<void>;
  close(): Promise<void>;
  discard(): Promise<void>;
}

/** A rename is durable once the folder is; systems that cannot open a folder (Windows) make it so by themselves. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}

const NOTHING = new Uint8Array();

/** The part file of `target`. */
export function createPartFile(target: string): PartFile {
  const path = join(dirname(target), `.${basename(target)}.part`);
  let handle: FileHandle | undefined;
  // Texts are encoded as they come: kept as text, each would be copied once more to become part of a longer one.
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
  /** Encodes a text into the piece; false where it has no room. */
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
        handle = keep > 0 ? await openPartial(path, keep) : await createOwn(path);
        await handle.truncate(keep);
        // Writes go to the handle's position, which is the beginning of a file that was just opened.
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
    publish: () =>
      guarded(async () => {
        await handle?.close();
        handle = undefined;
        const waiting = await stat(path).catch(() => undefined);
        if (!waiting) return;
        await rename(path, target);
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

/** Writes a small file whole: it is there complete, or as it was before. */
export async function writeFileAtomically(target: string, text: string): Promise<void> {
  const part = createPartFile(target);
  await part.open();
  await part.append(text);
  await part.sync();
  await part.publish();
}
