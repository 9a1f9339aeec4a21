/** Growing byte buffer for data carried from one chunk to the next. Doubling keeps many small chunks linear. */
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

  /** Returns a view of the stored bytes, valid until the next append or truncate. */
  view(start = 0): Buffer {
    return this.#bytes.subarray(start, this.#length);
  }

  /** Copies the stored bytes followed by a part of `chunk`. */
  joined(chunk: Uint8Array, start: number, end: number): Buffer {
    return Buffer.concat([this.view(), chunk.subarray(start, end)]);
  }

  /** Drops all but the first `length` bytes, and releases the memory of a large buffer. */
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
