import { ByteStore, HEAD_BYTES } from '../../../base/json/index.ts';

/** Line without its terminator: its bytes (truncated above the limit) and its original size. */
export interface ByteLine {
  readonly bytes: Uint8Array;
  readonly size: number;
}

/** Maximum length of a line in bytes; longer lines are truncated. */
export const MAX_LINE = 16 << 20;

const LINE_FEED = 10;

/** Splits bytes into lines without blank lines, the CR of CRLF, and a leading byte order mark. */
export class LineCutter {
  readonly #store = new ByteStore();
  #carried = 0;
  #isFirst = true;

  /** Returns the lines that `chunk` completes; their bytes are valid until the next call. */
  push(chunk: Uint8Array): ByteLine[] {
    const lines: ByteLine[] = [];
    let start = 0;
    for (let end = chunk.indexOf(LINE_FEED); end !== -1; end = chunk.indexOf(LINE_FEED, start)) {
      this.#close(chunk, start, end, lines);
      start = end + 1;
    }
    this.#carried += chunk.length - start;
    if (this.#carried <= MAX_LINE) this.#store.append(chunk, start, chunk.length);
    else this.#store.truncate(HEAD_BYTES);
    return lines;
  }

  /** Returns the last line, which may lack a terminator. */
  end(): ByteLine[] {
    const lines: ByteLine[] = [];
    this.#close(new Uint8Array(0), 0, 0, lines);
    return lines;
  }

  #close(chunk: Uint8Array, start: number, end: number, lines: ByteLine[]): void {
    const joined = this.#carried === 0 ? chunk.subarray(start, end) : this.#store.joined(chunk, start, end);
    const size = this.#carried + end - start;
    const bytes = this.#isFirst && hasByteOrderMark(joined) ? joined.subarray(3) : joined;
    this.#isFirst = false;
    this.#carried = 0;
    this.#store.truncate(0);
    if (!bytes.every(isBlank)) lines.push({ bytes, size });
  }
}

const isBlank = (byte: number): boolean => byte === 32 || byte === 13 || byte === 9;

const hasByteOrderMark = ([a, b, c]: Uint8Array): boolean => a === 0xef && b === 0xbb && c === 0xbf;
