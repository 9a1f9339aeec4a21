import { createTooLargeError } from '../../base/json/index.ts';
import type { PageBytes, PageContent } from './page.ts';

/** Maximum size of a page that must be in memory as a whole, in bytes. */
const MAX_DOCUMENT = 64 << 20;

// Small enough that a slice, its text and its items stay in the young generation of the heap.
const SLICE = 48 << 10;

/** Splits a body into small slices, so that items stream even if the body is a single buffer. */
export async function* sliceBody(body: PageContent): AsyncGenerator<Uint8Array> {
  const chunks = body instanceof Uint8Array ? [body] : body;
  for await (const chunk of chunks)
    for (let at = 0; at < chunk.length; at += SLICE) yield chunk.subarray(at, at + SLICE);
}

/** Passes a body through and throws PAGE_TOO_LARGE beyond `limit` bytes. */
export async function* limitBody(body: PageBytes, limit = MAX_DOCUMENT): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > limit) throw createTooLargeError(limit);
    yield chunk;
  }
}
