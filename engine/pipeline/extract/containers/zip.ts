import { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import { type Entry, fromRandomAccessReaderPromise, RandomAccessReader, type ZipFile } from 'yauzl';
import { engineError } from '../../../base/errors/index.ts';
import type { PageBytes } from '../page.ts';

/** Bytes with random access: the directory of a zip archive is at its end. */
export interface StoredBytes {
  readonly size: number;
  /** Reads from `start` up to `end`, exclusive. */
  read(start: number, end: number): PageBytes;
}

/** Maximum number of files in an archive. */
const MAX_ENTRIES = 100_000;
const DEFLATE = 8;

class StoredReader extends RandomAccessReader {
  readonly #source: StoredBytes;

  constructor(source: StoredBytes) {
    super();
    this.#source = source;
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from(toBuffers(this.#source.read(start, end)), { objectMode: false });
  }
}

async function* toBuffers(chunks: PageBytes): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) yield Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
}

const createZipError = (problem: string): Error => engineError('ARCHIVE_UNREADABLE', { problem });

/** Compiles a file name with the wildcards `*` and `?`. Without a slash, it matches the name in any folder. */
function compileName(pattern: string): (name: string) => boolean {
  const source = pattern
    .replace(/[\\^$.+()[\]{}|]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  const form = new RegExp(`^${pattern.includes('/') ? '' : '(?:.*/)?'}${source}$`, 's');
  return (name) => form.test(name);
}

async function openZip(source: StoredBytes): Promise<ZipFile> {
  try {
    // Without decodeStrings, names such as "../x" are no error: no file is written.
    return await fromRandomAccessReaderPromise(new StoredReader(source), source.size, { decodeStrings: false });
  } catch {
    // The library's message names offsets, which help nobody.
    throw engineError('BODY_DAMAGED');
  }
}

async function* readEntry(zip: ZipFile, entry: Entry): AsyncGenerator<Uint8Array> {
  if (entry.isEncrypted()) throw createZipError('it is encrypted');
  if (entry.compressionMethod !== 0 && entry.compressionMethod !== DEFLATE)
    throw createZipError(`it uses compression method ${entry.compressionMethod}`);
  let sum = 0;
  try {
    for await (const chunk of (await zip.openReadStreamPromise(entry)) as AsyncIterable<Buffer>) {
      sum = crc32(chunk, sum);
      yield chunk;
    }
  } catch (error) {
    throw engineError('BODY_DAMAGED', {}, error);
  }
  if (sum !== entry.crc32) throw engineError('BODY_DAMAGED');
}

async function* listEntries(zip: ZipFile): AsyncGenerator<Entry> {
  if (zip.entryCount > MAX_ENTRIES) throw createZipError(`it contains more than ${MAX_ENTRIES} files`);
  try {
    yield* zip.eachEntry();
  } catch (error) {
    throw engineError('BODY_DAMAGED', {}, error);
  }
}

/**
 * Yields the contents of the files in an archive, in the order of its directory; read each before the next. `pattern`
 * selects files by name. Throws BODY_DAMAGED and ARCHIVE_UNREADABLE.
 */
export async function* readZip(source: StoredBytes, pattern: string | undefined): AsyncGenerator<PageBytes> {
  const matches = pattern === undefined ? () => true : compileName(pattern);
  const zip = await openZip(source);
  let found = 0;
  for await (const entry of listEntries(zip)) {
    const name = entry.fileNameRaw.toString();
    if (name.endsWith('/') || !matches(name)) continue;
    found += 1;
    yield readEntry(zip, entry);
  }
  if (found === 0 && pattern !== undefined) throw createZipError(`none of its files matches "${pattern}"`);
}
