import { pipeline, Readable, type Transform } from 'node:stream';
import * as zlib from 'node:zlib';
import { engineError } from '../../base/errors/index.ts';

type Bytes = AsyncIterable<Uint8Array>;

const LARGE_CHUNKS = { chunkSize: 64 * 1024 };

/** RFC 9110 means zlib by "deflate"; some servers send the raw stream. A zlib header is a multiple of 31 that names method 8. */
const isZlib = ([first = 0, second = 0]: Uint8Array) => (first & 0x0f) === 8 && ((first << 8) | second) % 31 === 0;

type Limits = Pick<zlib.ZlibOptions, 'chunkSize' | 'maxOutputLength'>;

/** A coding undone: as a stream, and all at once. */
interface Unpacker {
  readonly stream: (head: Uint8Array) => Transform;
  readonly atOnce: (bytes: Uint8Array, limits: Limits) => Uint8Array;
  /** How many bytes it says it will give, if it says so. */
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

/** A packed body up to this size, which gives no more than that, is unpacked all at once: a stream costs twice as much. */
const AT_ONCE = 1 << 20;
const AT_ONCE_UNPACKED = 8 << 20;
const UNPACK_CHUNK = 256 << 10;
/** A chunk that is full would have zlib begin another; zlib refuses chunks of less than 64 bytes. */
const ROOM = 64;

/** More layers than any server has reason to use. */
const MAX_LAYERS = 3;

async function* limitBytes(chunks: Bytes, maxBytes: number): Bytes {
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.byteLength;
    if (size > maxBytes) throw engineError('PAGE_TOO_LARGE', { limit: `${maxBytes} bytes` });
    yield chunk;
  }
}

/** What a body begins with, until it is more than can be unpacked at once; `rest` where there is more. */
interface BodyBeginning {
  readonly begun: readonly Uint8Array[];
  readonly rest: AsyncIterator<Uint8Array> | undefined;
}

async function readBeginning(body: Bytes): Promise<BodyBeginning> {
  const chunks = body[Symbol.asyncIterator]();
  const begun: Uint8Array[] = [];
  let size = 0;
  for (let next = await chunks.next(); !next.done; next = await chunks.next()) {
    begun.push(next.value);
    size += next.value.byteLength;
    if (size > AT_ONCE) return { begun, rest: chunks };
  }
  return { begun, rest: undefined };
}

async function* joinBeginning({ begun, rest }: BodyBeginning): Bytes {
  yield* begun;
  if (rest) yield* { [Symbol.asyncIterator]: () => rest };
}

/**
 * Where the size is known, one chunk holds all and nothing is copied; whether it is true shows in the unpacking. Of a body
 * in several parts only the last one's is told, and that may be empty.
 */
const chunkSize = (packed: number, announced: number | undefined, limit: number): number =>
  announced !== undefined && announced < limit ? Math.max(announced, packed) + ROOM : UNPACK_CHUNK;

/** The unpacked bytes; undefined where a stream has to say what is wrong with them, or to give them piece by piece. */
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

/** One layer off. An empty body stays empty: servers name a coding for answers that have no body, too. */
async function* unpackLayer(chunks: Bytes, coding: string, maxBytes: number): Bytes {
  const unpacker = UNPACKERS[coding];
  if (!unpacker) throw engineError('BODY_DAMAGED', {});
  const beginning = await readBeginning(chunks);
  const packed = Buffer.concat(beginning.begun);
  if (packed.byteLength === 0) return;
  const whole = beginning.rest ? undefined : unpackAtOnce(unpacker, packed, maxBytes);
  if (whole) return yield whole;
  const unpacked = unpacker.stream(packed);
  // Errors of both ends come out of `unpacked`, which is read below.
  pipeline(Readable.from(joinBeginning(beginning)), unpacked, () => undefined);
  yield* unpacked;
}

/**
 * The body as the server meant it: each coding of `content-encoding` undone, last one first. Every layer may give
 * `maxBytes` at most (PAGE_TOO_LARGE), so that a few bytes of nested gzip cannot become work without end.
 */
export function unpackBody(body: Bytes, contentEncoding: string, maxBytes: number): Bytes {
  const codings = contentEncoding
    .toLowerCase()
    .split(',')
    .map((coding) => coding.trim())
    .filter((coding) => coding !== '' && coding !== 'identity');
  if (codings.length > MAX_LAYERS) throw engineError('BODY_DAMAGED', {});
  return codings.reduceRight(
    (chunks, coding) => limitBytes(unpackLayer(chunks, coding, maxBytes), maxBytes),
    limitBytes(body, maxBytes),
  );
}
