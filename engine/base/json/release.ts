/**
 * Bytes of a buffer that may remain unused, as decompression needs some room. Buffers shared by two users have more.
 */
const SPARE = 64;

/**
 * Gives the memory of bytes back at once; they are empty from then on. Only for bytes that nobody else uses. Left to
 * the garbage collector, such memory makes it mark the whole heap every few dozen pages: half of all times that it did
 * in a run of 200 pages. Nothing happens to bytes that are a part of a larger buffer.
 */
export function releaseBytes(bytes: Uint8Array): void {
  const { buffer } = bytes;
  if (bytes.byteLength > 0 && buffer instanceof ArrayBuffer && buffer.byteLength - bytes.byteLength <= SPARE)
    buffer.transfer(0);
}
