import { pipeline, Readable, type Transform } from 'node:stream';
import * as zlib from 'node:zlib';
import { engineError } from '../../errors/index.ts';

type Bytes = AsyncIterable<Uint8Array>;

const LARGE_CHUNKS = { chunkSize: 64 * 1024 };

/** RFC 9110 means zlib by "deflate"; some servers send the raw stream. A zlib header is a multiple of 31 that names method 8. */
const isZlib = ([first = 0, second = 0]: Uint8Array) => (first & 0x0f) === 8 && ((first << 8) | second) % 31 === 0;

const UNPACKERS: Readonly<Record<string, (head: Uint8Array) => Transform>> = {
  gzip: () => zlib.createGunzip(LARGE_CHUNKS),
  'x-gzip': () => zlib.createGunzip(LARGE_CHUNKS),
  deflate: (head) => (isZlib(head) ? zlib.createInflate(LARGE_CHUNKS) : zlib.createInflateRaw(LARGE_CHUNKS)),
  br: () => zlib.createBrotliDecompress(LARGE_CHUNKS),
  zstd: () => zlib.createZstdDecompress(LARGE_CHUNKS),
};

/** More layers than any server has reason to use. */
const MAX_LAYERS = 3;

async function* limited(chunks: Bytes, maxBytes: number): Bytes {
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.byteLength;
    if (size > maxBytes) throw engineError('PAGE_TOO_LARGE', { limit: `${maxBytes} bytes` });
    yield chunk;
  }
}

/** The first two bytes (fewer when there are no more), and everything with them. */
async function peek(chunks: Bytes): Promise<{ head: Uint8Array; whole: Bytes }> {
  const rest = chunks[Symbol.asyncIterator]();
  const read: Uint8Array[] = [];
  let head = new Uint8Array();
  for (let next = await rest.next(); !next.done; next = await rest.next()) {
    read.push(next.value);
    head = Buffer.concat([head, next.value.subarray(0, 2)]);
    if (head.byteLength >= 2) break;
  }
  const whole = async function* () {
    yield* read;
    yield* { [Symbol.asyncIterator]: () => rest };
  };
  return { head, whole: whole() };
}

/** One layer off. An empty body stays empty: servers name a coding for answers that have no body, too. */
async function* unpackLayer(chunks: Bytes, coding: string): Bytes {
  const unpacker = UNPACKERS[coding];
  if (!unpacker) throw engineError('BODY_DAMAGED', {});
  const { head, whole } = await peek(chunks);
  if (head.byteLength === 0) return;
  const unpacked = unpacker(head);
  // Errors of both ends come out of `unpacked`, which is read below.
  pipeline(Readable.from(whole), unpacked, () => undefined);
  yield* unpacked;
}

/**
 * The body as the server meant it: each coding of `content-encoding` undone, last one first. Every layer may give
 * `maxBytes` at most (PAGE_TOO_LARGE), so that a few bytes of nested gzip cannot become work without end.
 */
export function unpack(body: Bytes, contentEncoding: string, maxBytes: number): Bytes {
  const codings = contentEncoding
    .toLowerCase()
    .split(',')
    .map((coding) => coding.trim())
    .filter((coding) => coding !== '' && coding !== 'identity');
  if (codings.length > MAX_LAYERS) throw engineError('BODY_DAMAGED', {});
  return codings.reduceRight(
    (chunks, coding) => limited(unpackLayer(chunks, coding), maxBytes),
    limited(body, maxBytes),
  );
}
