import { pipeline, Readable, type Transform } from 'node:stream';
import * as zlib from 'node:zlib';
import { engineError } from '../errors/index.ts';

type Bytes = AsyncIterable<Uint8Array>;

const LARGE_CHUNKS = { chunkSize: 64 * 1024 };

/** Detects a zlib header (method 8, a multiple of 31): "deflate" means zlib in RFC 9110, but some servers send a raw stream. */
const isZlib = ([first = 0, second = 0]: Uint8Array) => (first & 0x0f) === 8 && ((first << 8) | second) % 31 === 0;

type Limits = Pick<zlib.ZlibOptions, 'chunkSize' | 'maxOutputLength'>;

/** Decompressor of a content coding, as a stream and synchronous. */
interface Unpacker {
  readonly stream: (head: Uint8Array) => Transform;
  readonly atOnce: (bytes: Uint8Array, limits: Limits) => Uint8Array;
  /** Reads the decompressed size from the compressed bytes, if the format contains it. */
  readonly announced?: (bytes: Buffer) => number;
}

const gzip: Unpacker = {
  stream: () => zlib.createGunzip(LARGE_CHUNKS),
  atOnce: zlib.gunzipSync,
  // RFC 1952 §2.3.1: the last four bytes are the size, modulo 2^32.
  announced: (bytes) => (bytes.length < 4 ? 0 : bytes.readUInt32LE(bytes.length - 4)),
};

const UNPACKERS: Readonly<Record<string, Unpacker>> = {
  gzip,
  'x-gzip': gzip,
  deflate: {
    stream: (head) => (isZlib(head) ? zlib.createInflate(LARGE_CHUNKS) : zlib.createInflateRaw(LARGE_CHUNKS)),
    atOnce: (bytes, limits) => (isZlib(bytes) ? zlib.inflateSync(bytes, limits) : zlib.inflateRawSync(bytes, limits)),
  },
  br: { stream: () => zlib.createBrotliDecompress(LARGE_CHUNKS), atOnce: zlib.brotliDecompressSync },
  zstd: { stream: () => zlib.createZstdDecompress(LARGE_CHUNKS), atOnce: zlib.zstdDecompressSync },
};

/** Compressed and decompressed limits for synchronous decompression, which costs half as much as a stream. */
const AT_ONCE = 1 << 20;
const AT_ONCE_UNPACKED = 8 << 20;
const UNPACK_CHUNK = 256 << 10;
/** Spare bytes: zlib would allocate another chunk for a full one, and it rejects chunks below 64 bytes. */
const ROOM = 64;

/** Passes chunks through. Throws PAGE_TOO_LARGE beyond `maxBytes`. */
export async function* limitBytes(chunks: Bytes, maxBytes: number): Bytes {
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.byteLength;
    if (size > maxBytes) throw engineError('PAGE_TOO_LARGE', { limit: `${maxBytes} bytes` });
    yield chunk;
  }
}

/** Start of a body up to the limit for synchronous decompression; `rest` is present for a larger body. */
interface BodyBeginning {
  readonly start: readonly Uint8Array[];
  readonly rest: AsyncIterator<Uint8Array> | undefined;
}

async function readBeginning(body: Bytes): Promise<BodyBeginning> {
  const chunks = body[Symbol.asyncIterator]();
  const start: Uint8Array[] = [];
  let size = 0;
  for (let next = await chunks.next(); !next.done; next = await chunks.next()) {
    start.push(next.value);
    size += next.value.byteLength;
    if (size > AT_ONCE) return { start, rest: chunks };
  }
  return { start, rest: undefined };
}

async function* joinBeginning({ start, rest }: BodyBeginning): Bytes {
  yield* start;
  if (rest) yield* { [Symbol.asyncIterator]: () => rest };
}

/**
 * Returns a chunk size for the whole result if its size is known, which avoids copies. The size is a hint only: it may be
 * wrong, and for a body of several gzip members it is the last one's.
 */
const chunkSize = (packed: number, announced: number | undefined, limit: number): number =>
  announced !== undefined && announced < limit ? Math.max(announced, packed) + ROOM : UNPACK_CHUNK;

/** Decompresses synchronously; undefined if a stream must report the error or deliver the result in pieces. */
function unpackAtOnce(unpacker: Unpacker, bytes: Buffer, maxBytes: number): Uint8Array | undefined {
  try {
    const maxOutputLength = Math.min(maxBytes, AT_ONCE_UNPACKED);
    return unpacker.atOnce(bytes, {
      chunkSize: chunkSize(bytes.length, unpacker.announced?.(bytes), maxOutputLength),
      maxOutputLength,
    });
  } catch {
    return undefined;
  }
}

/** Removes one compression layer. An empty body stays empty: servers send the header without a body, too. */
export async function* unpackLayer(chunks: Bytes, coding: string, maxBytes: number): Bytes {
  const unpacker = UNPACKERS[coding];
  if (!unpacker) throw engineError('BODY_DAMAGED', {});
  const beginning = await readBeginning(chunks);
  const packed = Buffer.concat(beginning.start);
  if (packed.byteLength === 0) return;
  const whole = beginning.rest ? undefined : unpackAtOnce(unpacker, packed, maxBytes);
  if (whole) return yield whole;
  const unpacked = unpacker.stream(packed);
  // Errors of both ends come out of `unpacked`, which is read below.
  pipeline(Readable.from(joinBeginning(beginning)), unpacked, () => undefined);
  yield* unpacked;
}
