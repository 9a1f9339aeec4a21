import { isUtf8 } from 'node:buffer';
import { gzipSync } from 'node:zlib';
import { type BodyForm, openBody, type StoredBytes } from '../../pipeline/extract/index.ts';

/** Body that a recording contains as bytes, with the text in it. */
export interface BinaryBody {
  readonly bytes: Uint8Array;
  readonly kind: 'gzip' | 'zip' | 'other';
  /** Contents of its containers; for other bodies, its bytes as characters. */
  readonly text: string;
}

const ANY_FORM: BodyForm = { type: 'lines' };

async function* yieldOne(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

async function concat(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = [];
  // The reader may reuse a chunk.
  for await (const chunk of chunks) all.push(Uint8Array.from(chunk));
  return Buffer.concat(all);
}

const createStored = (bytes: Uint8Array): StoredBytes & { discard(): Promise<void> } => ({
  size: bytes.length,
  read: (start, end) => yieldOne(bytes.subarray(start, end)),
  discard: async () => undefined,
});

/** Returns the contents of a body's containers; undefined if it is damaged. */
async function unpack(bytes: Uint8Array): Promise<string | undefined> {
  const unpacking = {
    store: async (archive: AsyncIterable<Uint8Array>) => createStored(await concat(archive)),
    arrive: () => undefined,
    endDocument: () => undefined,
  };
  try {
    return (await concat(await openBody(yieldOne(Uint8Array.from(bytes)), ANY_FORM, unpacking))).toString('utf8');
  } catch {
    return undefined;
  }
}

const detectKind = ([first, second]: Uint8Array): BinaryBody['kind'] => {
  if (first === 0x1f && second === 0x8b) return 'gzip';
  return first === 0x50 && second === 0x4b ? 'zip' : 'other';
};

/** Reads a body as bytes if it is not a text in UTF-8; undefined for a text. */
export async function readBinary(bytes: Buffer): Promise<BinaryBody | undefined> {
  if (isUtf8(bytes)) return undefined;
  const kind = detectKind(bytes);
  const inner = kind === 'other' ? undefined : await unpack(bytes);
  return inner === undefined ? { bytes, kind: 'other', text: bytes.toString('latin1') } : { bytes, kind, text: inner };
}

/** Returns the bytes of a body with another text. Undefined for an archive, which cannot be changed. */
export function packText({ bytes, kind, text }: BinaryBody, changed: string): Uint8Array | undefined {
  if (changed === text) return bytes;
  if (kind === 'zip') return undefined;
  return kind === 'gzip' ? gzipSync(changed) : Buffer.from(changed, 'latin1');
}
