const WHITE_SPACE = new Set([0x20, 0x09, 0x0a, 0x0d]);
const CLOSERS = new Set([0x7d, 0x5d]);
const OPENERS = new Set([0x7b, 0x5b]);

/**
 * Whether a JSON body was cut: it begins like a document and its last character closes none. A connection that ends
 * without a length looks complete to HTTP.
 */
export function isTruncated(first: number | undefined, tail: Uint8Array): boolean {
  if (first === undefined || !OPENERS.has(first)) return false;
  let end = tail.length - 1;
  while (end >= 0 && WHITE_SPACE.has(tail[end] ?? 0)) end -= 1;
  return end >= 0 && !CLOSERS.has(tail[end] ?? 0);
}
