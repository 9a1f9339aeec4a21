/** Bytes that grow at the end: what must be kept from one chunk to the next. Doubling keeps tiny chunks linear. */
export class ByteStore {
  #bytes: Buffer = Buffer.alloc(0);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  append(chunk: Uint8Array, start: number, end: number): void {
    const needed = this.#length + end - start;
    if (needed > this.#bytes.length) this.#grow(Math.max(needed, this.#bytes.length * 2, 256));
    this.#bytes.set(chunk.subarray(start, end), this.#length);
    this.#length = needed;
  }

  /** A view of what is kept; it is valid until the next append or truncate. */
  view(start = 0): Buffer {
    return this.#bytes.subarray(start, this.#length);
  }

  /** A copy of what is kept followed by a part of `chunk`. */
  joined(chunk: Uint8Array, start: number, end: number): Buffer {
    return Buffer.concat([this.view(), chunk.subarray(start, end)]);
  }

  /** Forgets all but the first `length` bytes, and the memory of a store that had grown large. */
  truncate(length: number): void {
    this.#length = Math.min(length, this.#length);
    if (this.#bytes.length > 1 << 20) this.#bytes = Buffer.from(this.view());
  }

  #grow(size: number): void {
    const larger = Buffer.allocUnsafe(size);
    this.#bytes.copy(larger, 0, 0, this.#length);
    this.#bytes = larger;
  }
}
