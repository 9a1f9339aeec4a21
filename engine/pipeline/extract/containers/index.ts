import { engineError, isEngineError } from '../../../base/errors/index.ts';
import { limitBytes, unpackLayer } from '../../../base/unpack/index.ts';
import type { Decoder } from '../../../manifest/types.generated.ts';
import { loadZipReader } from '../on-demand.ts';
import type { PageBytes } from '../page.ts';
import { CHARSET_HEAD, toUtf8 } from './charset.ts';
import type { StoredBytes } from './zip.ts';

export type { StoredBytes } from './zip.ts';

/** Parts of a decoder that apply before decoding. */
export type BodyForm = Pick<Decoder, 'type' | 'container' | 'entry' | 'charset'>;

/** Parts of the caller that unpacking uses. */
export interface Unpacking {
  /** Content-Type header of the response. */
  readonly contentType?: string | undefined;
  /** Stores an archive until the end of the iteration. */
  readonly store: (archive: PageBytes) => Promise<StoredBytes & { discard(): Promise<void> }>;
  /** Called with the size of each chunk that comes out of a container. */
  readonly arrive: (bytes: number) => void;
  /** Called at the end of each document of an archive, with the number of bytes yielded so far. */
  readonly endDocument: (at: number) => void;
}

/** Maximum size of a body after unpacking, in bytes: the default of HTTP compression. */
const MAX_UNPACKED = 2 ** 30;
/** Maximum depth of containers in containers. */
const MAX_DEPTH = 3;

type Container = 'gzip' | 'zip';

const SIGNATURES: readonly (readonly [container: Container, bytes: readonly number[]])[] = [
  ['gzip', [0x1f, 0x8b, 0x08]],
  ['zip', [0x50, 0x4b, 0x03, 0x04]],
  // An archive without files.
  ['zip', [0x50, 0x4b, 0x05, 0x06]],
];

/** Detects a container by its signature; no text format begins with one. */
const detectContainer = (head: Uint8Array): Container | undefined =>
  SIGNATURES.find(([, bytes]) => bytes.every((byte, at) => head[at] === byte))?.[0];

/** Start of a body, which `body` still contains. */
interface Peeked {
  readonly head: Uint8Array;
  readonly body: PageBytes;
}

/** Returns chunks that were read and the rest. Not a generator: every page passes through here. */
function startWith(first: Uint8Array[], rest: AsyncIterator<Uint8Array>): PageBytes {
  const chunks: AsyncIterator<Uint8Array> = {
    next: () => {
      const value = first.shift();
      return value === undefined ? rest.next() : Promise.resolve({ done: false, value });
    },
    return: async () => {
      await rest.return?.();
      return { done: true, value: undefined };
    },
  };
  return { [Symbol.asyncIterator]: () => chunks };
}

/** Reads the first `length` bytes of a body, or all of a shorter one. Most bodies need one chunk. */
async function peek(body: PageBytes, length: number): Promise<Peeked> {
  const chunks = body[Symbol.asyncIterator]();
  const first: Uint8Array[] = [];
  let size = 0;
  while (size < length) {
    const next = await chunks.next();
    if (next.done) break;
    first.push(next.value);
    size += next.value.length;
  }
  const [only = new Uint8Array(0)] = first;
  const head = first.length > 1 ? Buffer.concat(first) : only;
  return { head, body: startWith(first, chunks) };
}

async function* countBytes(body: PageBytes, arrive: Unpacking['arrive']): AsyncGenerator<Uint8Array> {
  for await (const chunk of body) {
    arrive(chunk.length);
    yield chunk;
  }
}

/** Decompresses gzip. Throws BODY_TRUNCATED and BODY_DAMAGED, and the errors of `body`. */
async function* unpackGzip(body: PageBytes): AsyncGenerator<Uint8Array> {
  try {
    yield* unpackLayer(body, 'gzip', MAX_UNPACKED);
  } catch (error) {
    if (isEngineError(error)) throw error;
    throw engineError(
      (error as { code?: unknown }).code === 'Z_BUF_ERROR' ? 'BODY_TRUNCATED' : 'BODY_DAMAGED',
      {},
      error,
    );
  }
}

/** Unpacks a body and converts it to UTF-8. `depth` is the number of containers around it. */
async function openLayer(
  body: PageBytes,
  { form, unpacking, depth }: { form: BodyForm; unpacking: Unpacking; depth: number },
): Promise<PageBytes> {
  const peeked = await peek(body, CHARSET_HEAD);
  const found = form.container === 'none' || depth >= MAX_DEPTH ? undefined : detectContainer(peeked.head);
  if (found === undefined) {
    const hints = { declared: form.charset, contentType: unpacking.contentType };
    return toUtf8(peeked.body, peeked.head, hints);
  }
  const inner = { form, unpacking, depth: depth + 1 };
  if (found === 'zip') return readArchive(peeked.body, inner);
  const unpacked = limitBytes(unpackGzip(peeked.body), MAX_UNPACKED);
  return openLayer(countBytes(unpacked, unpacking.arrive), inner);
}

async function* readArchive(
  archive: PageBytes,
  { form, unpacking, depth }: { form: BodyForm; unpacking: Unpacking; depth: number },
): AsyncGenerator<Uint8Array> {
  const stored = await unpacking.store(archive);
  // The Content-Type header describes the archive, not its files.
  const inner = { form, unpacking: { ...unpacking, contentType: undefined }, depth };
  let size = 0;
  try {
    const { readZip } = await loadZipReader();
    for await (const file of readZip(stored, form.entry)) {
      const counted = limitBytes(countBytes(file, unpacking.arrive), MAX_UNPACKED - size);
      for await (const chunk of await openLayer(counted, inner)) {
        size += chunk.length;
        yield chunk;
      }
      unpacking.endDocument(size);
    }
  } finally {
    await stored.discard();
  }
}

/**
 * Opens a body for decoding: unpacks gzip and zip, detected by their signatures, and converts text to UTF-8. A plain body in
 * UTF-8 passes through unchanged. Throws BODY_DAMAGED, BODY_CHARSET, ARCHIVE_UNREADABLE and PAGE_TOO_LARGE.
 */
export const openBody = (body: PageBytes, form: BodyForm, unpacking: Unpacking): Promise<PageBytes> =>
  openLayer(body, { form, unpacking, depth: 0 });
