import { createHash, hash } from 'node:crypto';
import { releaseBytes } from '../../base/json/index.ts';
import type { Watch } from '../../base/secret/index.ts';
import { needsInterpreter } from '../../language/expression/index.ts';
import { listDocuments, type PageContent, type StoredBytes } from '../extract/index.ts';
import type { Ports, Spool } from './ports.ts';

/** Bodies up to this size stay in memory; larger ones go to disk. */
const HELD_BYTES = 4 << 20;
const TAIL_BYTES = 64;
const FINGERPRINT_BYTES = 8 << 10;

/**
 * Body of a page that has arrived completely. Nothing of a page is used earlier, so that a failed attempt has no
 * effect.
 */
export interface PageBody {
  readonly bytes: number;
  /** First byte; undefined for an empty body. */
  readonly first: number | undefined;
  /** The body may contain a secret. */
  readonly echoes: boolean;
  /** Only the JSONata interpreter evaluates this body correctly. */
  readonly needsInterpreter: boolean;
  /** Last bytes, to distinguish a truncated page from an invalid one. */
  readonly tail: Uint8Array;
  /** Returns the same fingerprint for pages with the same content. */
  fingerprint(): string;
  /** Returns the body at once if it is in memory, else in chunks; the documents of an archive one by one. */
  content(): PageContent;
  /** Reads from `start` up to `end`, exclusive. */
  read: StoredBytes['read'];
  discard(): Promise<void>;
}

/** Options of receiving a body. */
interface Receipt {
  readonly watch?: Watch | undefined;
  /** Ends of the documents in the body, filled while it is received; empty if the body is one document. */
  readonly ends?: readonly number[];
}

/** Reads a body to its end, into memory or, above 4 MB, into a spool file. */
export async function receivePage(
  body: AsyncIterable<Uint8Array>,
  openSpool: Ports['spool'],
  receipt: Receipt = {},
): Promise<PageBody> {
  const held: Uint8Array[] = [];
  let bytes = 0;
  const chunks = body[Symbol.asyncIterator]();
  for (let next = await chunks.next(); !next.done; next = await chunks.next()) {
    held.push(next.value);
    bytes += next.value.length;
    if (bytes > HELD_BYTES) return spoolBody(held, chunks, { spool: await openSpool(), receipt });
  }
  const [only = new Uint8Array()] = held;
  const whole = held.length > 1 ? Buffer.concat(held) : only;
  if (held.length > 1) held.forEach(releaseBytes);
  return createMemoryBody(whole, receipt);
}

/** Reads a whole body as text. */
export async function readBodyText(body: PageBody): Promise<string> {
  const chunks: Uint8Array[] = [];
  for (const document of listDocuments(body.content())) {
    if (document instanceof Uint8Array) chunks.push(document);
    else for await (const chunk of document) chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/**
 * Hashes the length and samples of the start, middle and end. Pages that agree in all of them count as repeated, which
 * ends the run with PAGE_REPEATED. Hashing whole pages would take more than half the time of unpacking them.
 */
function computeFingerprint(content: Uint8Array): string {
  const middle = content.length >> 1;
  const parts = [0, middle, content.length].map((at) =>
    content.subarray(Math.max(0, at - FINGERPRINT_BYTES), at + FINGERPRINT_BYTES),
  );
  return `${content.length}-${hash('sha1', Buffer.concat(parts), 'base64url')}`;
}

async function* yieldOne(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** Returns the documents that end at these offsets; undefined for a body that is one document. */
const splitDocuments = <T>(ends: readonly number[], slice: (start: number, end: number) => T) =>
  ends.length === 0 ? undefined : { documents: ends.map((end, index) => slice(ends[index - 1] ?? 0, end)) };

function createMemoryBody(whole: Uint8Array, { watch, ends = [] }: Receipt): PageBody {
  watch?.see(whole);
  let content = whole;
  return {
    bytes: whole.length,
    first: whole[0],
    echoes: watch?.found ?? false,
    needsInterpreter: needsInterpreter(whole),
    tail: whole.subarray(-TAIL_BYTES),
    fingerprint: () => computeFingerprint(content),
    content: () => splitDocuments(ends, (start, end) => content.subarray(start, end)) ?? content,
    read: (start, end) => yieldOne(content.subarray(start, end)),
    async discard() {
      releaseBytes(content);
      content = new Uint8Array();
    },
  };
}

async function spoolBody(
  begun: readonly Uint8Array[],
  rest: AsyncIterator<Uint8Array>,
  { spool, receipt: { watch, ends = [] } }: { spool: Spool; receipt: Receipt },
): Promise<PageBody> {
  const digest = createHash('sha1');
  let bytes = 0;
  let hasReservedNames = false;
  let tail: Uint8Array = new Uint8Array();
  const take = async (chunk: Uint8Array) => {
    digest.update(chunk);
    watch?.see(chunk);
    // A name may span two chunks.
    hasReservedNames ||=
      needsInterpreter(chunk) || needsInterpreter(Buffer.concat([tail, chunk.subarray(0, TAIL_BYTES)]));
    bytes += chunk.length;
    tail =
      chunk.length >= TAIL_BYTES ? chunk.subarray(-TAIL_BYTES) : Buffer.concat([tail, chunk]).subarray(-TAIL_BYTES);
    await spool.write(chunk);
  };
  try {
    for (const chunk of begun) await take(chunk);
    for (let next = await rest.next(); !next.done; next = await rest.next()) await take(next.value);
  } catch (error) {
    await spool.discard();
    await rest.return?.();
    throw error;
  }
  const fingerprint = digest.digest('base64url');
  return {
    bytes,
    first: begun.find(({ length }) => length > 0)?.[0],
    echoes: watch?.found ?? false,
    needsInterpreter: hasReservedNames,
    tail: Uint8Array.from(tail),
    fingerprint: () => fingerprint,
    content: () => splitDocuments(ends, (start, end) => spool.read({ start, end })) ?? spool.read(),
    read: (start, end) => spool.read({ start, end }),
    discard: () => spool.discard(),
  };
}
