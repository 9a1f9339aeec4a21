import type { PageDocument } from './page.ts';

// Small enough that a slice, its text and its items stay in the young generation of the heap.
const SLICE = 48 << 10;

/** Splits a body into small slices, so that items stream even if the body is a single buffer. */
export async function* sliceBody(body: PageDocument): AsyncGenerator<Uint8Array> {
  const chunks = body instanceof Uint8Array ? [body] : body;
  for await (const chunk of chunks)
    for (let at = 0; at < chunk.length; at += SLICE) yield chunk.subarray(at, at + SLICE);
}
