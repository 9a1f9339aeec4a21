import { createTooLargeError } from '../../base/json/index.ts';
import type { PageBytes, PageContent } from './page.ts';

/** A page that must be held as a whole may be this large, in bytes. */
const MAX_DOCUMENT = 64 << 20;

// Small enough that a slice, its text and its items stay in the youngest part of the heap.
const SLICE = 48 << 10;

/** The same bytes in pieces that are never large, so that items flow even when a body comes as one buffer. */
export async function* sliceBody(body: PageContent): AsyncGenerator<Uint8Array> {
  const chunks = body instanceof Uint8Array ? [body] : body;
  for await (const chunk of chunks)
    for (let at = 0; at < chunk.length; at += SLICE) yield chunk.subarray(at, at + SLICE);
}

/** The same bytes; throws PAGE_TOO_LARGE when there are more than a page that is held as a whole may have. */
export async function* limitBody(body: PageBytes, limit = MAX_DOCUMENT): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > limit) throw createTooLargeError(limit);
    yield chunk;
  }
}
