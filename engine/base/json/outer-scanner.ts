import { ByteStore } from './byte-store.ts';
import { COLON, COMMA, findStringEnd, isClosing, isOpening, OPEN_ESCAPED, QUOTE } from './scan.ts';

const BRACKET = 91;

/**
 * Scans a document except the array at `path`: stores its bytes and reports where the array begins. Does not validate
 * the JSON: the stored bytes are parsed at the end of the document.
 */
export class OuterScanner {
  readonly #path: readonly string[];
  readonly #store = new ByteStore();
  /** Open brackets, and how many of the outermost ones are objects on the path. */
  #depth = 0;
  #onPath = 0;
  #deepest = 0;
  #members = 0;
  /** True if the next string directly in the innermost object on the path is a key. */
  #keyNext = false;
  #keyStart = 0;
  /** True if the next value is the one named by the path at this level; initially true for the root. */
  #named: boolean;
  #string = 0;
  #copied = 0;
  found = false;
  /** Set when a key of the path occurs again after the array: `JSON.parse` would use the later value. */
  repeated = false;

  /** Stores the whole document if there is no path. */
  constructor(path: readonly string[] | undefined) {
    this.#path = path ?? [];
    this.#named = path !== undefined;
  }

  get kept(): Buffer {
    return this.#store.view();
  }

  get depth(): number {
    return this.#depth;
  }

  get deepest(): number {
    return this.#deepest;
  }

  /** Number of members in the stored objects, counting repeated keys. */
  get members(): number {
    return this.#members;
  }

  get isInString(): boolean {
    return this.#string !== 0;
  }

  /** Scans `bytes` from `from`; returns the offset after the `[` of the array, or -1 at the end of the chunk. */
  scan(bytes: Uint8Array, from: number): number {
    this.#copied = from;
    let i = this.#string === 0 ? from : this.#leaveString(bytes, this.#string === OPEN_ESCAPED ? from + 1 : from);
    while (i < bytes.length) {
      const byte = bytes[i] as number;
      if (byte === QUOTE) i = this.#enterString(bytes, i);
      else if (byte === COLON) {
        this.#members++;
        i++;
      } else if (byte === BRACKET && this.#isTarget()) return this.#begin(bytes, i + 1);
      else {
        this.#structure(byte);
        i++;
      }
    }
    this.#keep(bytes, bytes.length);
    return -1;
  }

  #isTarget(): boolean {
    return this.#named && this.#depth === this.#path.length && this.#onPath === this.#depth;
  }

  #begin(bytes: Uint8Array, at: number): number {
    this.found = true;
    this.#named = false;
    this.#open();
    this.#keep(bytes, at);
    return at;
  }

  #structure(byte: number): void {
    if (isOpening(byte)) this.#openOther(byte);
    else if (isClosing(byte)) {
      if (this.#depth === this.#onPath && this.#onPath > 0) this.#onPath--;
      this.#depth--;
      this.#named = false;
      this.#keyNext = false;
    } else if (byte === COMMA && this.#depth === this.#onPath) {
      this.#named = false;
      this.#keyNext = this.#onPath > 0;
    }
  }

  #openOther(byte: number): void {
    const isNext = this.#named && byte !== BRACKET && this.#depth === this.#onPath && this.#depth < this.#path.length;
    this.#named = false;
    this.#open();
    if (isNext) this.#onPath++;
    this.#keyNext = isNext;
  }

  #open(): void {
    if (++this.#depth > this.#deepest) this.#deepest = this.#depth;
  }

  #enterString(bytes: Uint8Array, at: number): number {
    if (this.#keyNext) {
      this.#keep(bytes, at);
      this.#keyStart = this.#store.length;
    }
    return this.#leaveString(bytes, at + 1);
  }

  #leaveString(bytes: Uint8Array, from: number): number {
    const end = findStringEnd(bytes, from);
    this.#string = Math.min(end, 0);
    if (end < 0) return bytes.length;
    if (this.#keyNext) this.#readKey(bytes, end);
    return end;
  }

  #readKey(bytes: Uint8Array, end: number): void {
    this.#keyNext = false;
    this.#keep(bytes, end);
    const isOnPath = parseLiteral(this.#store.view(this.#keyStart)) === this.#path[this.#onPath - 1];
    if (isOnPath && this.found) this.repeated = true;
    this.#named = isOnPath && !this.found;
  }

  #keep(bytes: Uint8Array, end: number): void {
    this.#store.append(bytes, this.#copied, end);
    this.#copied = end;
  }
}

/** Parses a string literal; returns undefined for an invalid one, which the final parse reports. */
function parseLiteral(literal: Buffer): string | undefined {
  try {
    return JSON.parse(literal.toString()) as string;
  } catch {
    return undefined;
  }
}
