import { ByteStore } from './byte-store.ts';
import {
  BACKSLASH,
  COLON,
  COMMA,
  closeOfString,
  closes,
  isBlank,
  isDigit,
  NEAR,
  OPEN_ESCAPED,
  opens,
  QUOTE,
} from './scan.ts';

/** Neighbouring elements of the array, commas and blanks included, as one range of bytes (valid until the next push). */
export interface Run {
  readonly kind: 'run';
  readonly bytes: Uint8Array;
  /** Per element: where it ends in `bytes`, and its shape. A comma lies between an end and the next beginning. */
  readonly ends: readonly number[];
  readonly members: readonly number[];
  readonly depths: readonly number[];
  /** Places in `bytes`, in order, in or at the numbers that a double may not hold. */
  readonly wide: readonly number[];
}

/** An element that was larger than the limit; only its head was kept, and its inside was not checked. */
export interface Oversize {
  readonly kind: 'oversize';
  readonly size: number;
  readonly head: Uint8Array;
}

export type Piece = Run | Oversize;

/** How much of an unreadable element is kept. */
export const HEAD_BYTES = 65_536;
/** A run is parsed at once and mapped before the next: few enough that they are garbage before they grow old. */
const MAX_RUN = 100;

/**
 * Finds where the elements of one array end, from the byte after its `[` on, through chunks that may be cut anywhere.
 * It counts what the readers need later, so that each byte is looked at once. It does not check the JSON.
 */
export class ArrayScanner {
  readonly #maxElement: number;
  readonly #maxHead: number;
  /** The part of the current element that earlier chunks held (its head alone once it is over the limit). */
  readonly #store = new ByteStore();
  /** The full size of that part. */
  #carried = 0;
  #string = 0;
  #depth = 0;
  #members = 0;
  #deepest = 0;
  /** Places of wide numbers, from the beginning of the current element, and in the complete ones. */
  #wide: number[] = [];
  #wideRun: number[] = [];
  #isFirst = true;
  #runStart = 0;
  #elementStart = 0;
  #ends: number[] = [];
  #memberCounts: number[] = [];
  #depths: number[] = [];

  constructor(maxElement: number) {
    this.#maxElement = maxElement;
    this.#maxHead = Math.min(HEAD_BYTES, maxElement);
  }

  /** Reads `bytes` from `from` on, adds the elements that became complete to `out`; gives the place of the closing `]`, or -1. */
  scan(bytes: Uint8Array, from: number, out: Piece[]): number {
    this.#runStart = from;
    this.#elementStart = from;
    const end = this.#find(bytes, this.#resume(bytes, from), out);
    if (end === -1) this.#keep(bytes, out);
    else this.#finish(bytes, end, out);
    return end;
  }

  /** Leaves the string in which the last chunk ended, if any. */
  #resume(bytes: Uint8Array, from: number): number {
    if (this.#string === 0) return from;
    return this.#leaveString(bytes, this.#string === OPEN_ESCAPED ? from + 1 : from);
  }

  #leaveString(bytes: Uint8Array, from: number): number {
    const end = closeOfString(bytes, from);
    this.#string = Math.min(end, 0);
    return end < 0 ? bytes.length : end;
  }

  // The hot loop: all state in locals, and short strings, of which most of a page consists, are left without a call.
  #find(bytes: Uint8Array, from: number, out: Piece[]): number {
    const length = bytes.length;
    let depth = this.#depth;
    let members = this.#members;
    let deepest = this.#deepest;
    let i = from;
    for (; i < length; i++) {
      const byte = bytes[i] as number;
      if (byte === QUOTE) {
        const near = Math.min(i + NEAR, length);
        for (i++; i < near; i++) {
          const inner = bytes[i];
          if (inner === QUOTE) break;
          if (inner === BACKSLASH) i++;
        }
        if (i >= near) i = this.#leaveString(bytes, i) - 1;
      } else if (byte === COLON) members++;
      else if (byte === COMMA) {
        if (depth > 0) continue;
        this.#members = members;
        this.#deepest = deepest;
        this.#close(bytes, i, out);
        members = 0;
        deepest = 0;
      } else if (opens(byte)) {
        if (++depth > deepest) deepest = depth;
      } else if (closes(byte)) {
        if (--depth < 0) break;
      } else if (isDigit(byte)) i = this.#number(bytes, i) - 1;
    }
    this.#depth = depth;
    this.#members = members;
    this.#deepest = deepest;
    return i < length ? i : -1;
  }

  // A number that touches the end of the chunk may go on: taken for a wide one, which only costs a closer look.
  #number(bytes: Uint8Array, from: number): number {
    let i = from + 1;
    while (isDigit(bytes[i])) i++;
    if (i - from > 15 || i === bytes.length || ((bytes[i] as number) | 32) === 101)
      this.#wide.push(this.#carried + from - this.#elementStart);
    return i;
  }

  #close(bytes: Uint8Array, at: number, out: Piece[]): void {
    const size = this.#carried + at - this.#elementStart;
    if (size > this.#maxElement) this.#closeOversize(bytes, at, out);
    else {
      const end = this.#store.length + at - this.#runStart;
      this.#ends.push(end);
      this.#memberCounts.push(this.#members);
      this.#depths.push(this.#deepest);
      for (const place of this.#wide) this.#wideRun.push(end - size + place);
      this.#elementStart = at + 1;
    }
    if (this.#wide.length > 0) this.#wide = [];
    this.#carried = 0;
    this.#isFirst = false;
    if (this.#ends.length >= MAX_RUN) this.#flush(bytes, out);
  }

  #closeOversize(bytes: Uint8Array, at: number, out: Piece[]): void {
    this.#flush(bytes, out);
    this.#keepHead(bytes, at);
    out.push({
      kind: 'oversize',
      size: this.#carried + at - this.#elementStart,
      head: Buffer.from(this.#store.view()),
    });
    this.#store.truncate(0);
    this.#elementStart = at + 1;
    this.#runStart = at + 1;
  }

  /** Gives away the elements that are complete. */
  #flush(bytes: Uint8Array, out: Piece[]): void {
    const end = this.#ends.at(-1);
    if (end === undefined) return;
    out.push({
      kind: 'run',
      bytes: this.#take(bytes, end),
      ends: this.#ends,
      members: this.#memberCounts,
      depths: this.#depths,
      wide: this.#wideRun,
    });
    this.#ends = [];
    this.#memberCounts = [];
    this.#depths = [];
    this.#wideRun = [];
    this.#runStart = this.#elementStart;
  }

  #take(bytes: Uint8Array, end: number): Uint8Array {
    const carried = this.#store.length;
    if (carried === 0) return bytes.subarray(this.#runStart, this.#runStart + end);
    const joined = this.#store.joined(bytes, this.#runStart, this.#runStart + end - carried);
    this.#store.truncate(0);
    return joined;
  }

  /** At the end of a chunk: keeps the beginning of the element that goes on in the next one. */
  #keep(bytes: Uint8Array, out: Piece[]): void {
    this.#flush(bytes, out);
    const rest = bytes.length - this.#elementStart;
    if (this.#carried + rest <= this.#maxElement) this.#store.append(bytes, this.#elementStart, bytes.length);
    else this.#keepHead(bytes, bytes.length);
    this.#carried += rest;
  }

  /** Of an element that is too large, which goes on to `end`, keeps the beginning alone. */
  #keepHead(bytes: Uint8Array, end: number): void {
    const room = Math.max(0, this.#maxHead - this.#store.length);
    this.#store.append(bytes, this.#elementStart, Math.min(end, this.#elementStart + room));
    this.#store.truncate(this.#maxHead);
  }

  /** At the closing bracket: an array of blanks alone is empty, after a comma there must be an element. */
  #finish(bytes: Uint8Array, at: number, out: Piece[]): void {
    const isEmpty =
      this.#isFirst && isAllBlank(this.#store.view()) && isAllBlank(bytes.subarray(this.#elementStart, at));
    if (!isEmpty) this.#close(bytes, at, out);
    this.#flush(bytes, out);
  }
}

const isAllBlank = (bytes: Uint8Array): boolean => bytes.every(isBlank);
