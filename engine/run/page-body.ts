import { createHash } from 'node:crypto';
import type { Watch } from '../secret/index.ts';
import type { Ports, Spool } from './ports.ts';

/** Bodies up to this many bytes are held in memory, larger ones on disk. */
const HELD_BYTES = 4 << 20;
const TAIL_BYTES = 64;

/** A page that has arrived whole. Nothing of a page counts before that, so that a failed attempt leaves no trace. */
export interface PageBody {
  readonly bytes: number;
  /** The first byte, if there is any. */
  readonly first: number | undefined;
  /** A secret may stand in it. */
  readonly echoes: boolean;
  /** Two pages with the same content have the same fingerprint. */
  readonly fingerprint: string;
  /** The last bytes, to tell a page that was cut from one that is wrong. */
  readonly tail: Uint8Array;
  chunks(): Iterable<Uint8Array> | AsyncIterable<Uint8Array>;
  discard(): Promise<void>;
}

/** Reads a body to its end, in memory or, past 4 MB, through a spool. */
export async function receive(
  body: AsyncIterable<Uint8Array>,
  openSpool: Ports['spool'],
  watch?: Watch,
): Promise<PageBody> {
  const digest = createHash('sha1');
  const held: Uint8Array[] = [];
  let spool: Spool | undefined;
  let bytes = 0;
  let first: number | undefined;
  let tail: Uint8Array = new Uint8Array();
  try {
    for await (const chunk of body) {
      digest.update(chunk);
      watch?.see(chunk);
      first ??= chunk[0];
      bytes += chunk.length;
      tail =
        chunk.length >= TAIL_BYTES ? chunk.subarray(-TAIL_BYTES) : Buffer.concat([tail, chunk]).subarray(-TAIL_BYTES);
      if (spool) await spool.write(chunk);
      else held.push(chunk);
      if (!spool && bytes > HELD_BYTES) {
        spool = await openSpool();
        for (const one of held.splice(0)) await spool.write(one);
      }
    }
  } catch (error) {
    await spool?.discard();
    throw error;
  }
  const spooled = spool;
  return {
    bytes,
    first,
    echoes: watch?.found ?? false,
    fingerprint: digest.digest('base64url'),
    tail: Uint8Array.from(tail),
    chunks: () => spooled?.read() ?? held,
    discard: async () => {
      held.length = 0;
      await spooled?.discard();
    },
  };
}
