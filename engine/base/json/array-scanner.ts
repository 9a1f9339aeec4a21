import { ByteStore } from './byte-store.ts';
import { isBlank } from './scan.ts';
import { type ArrayState, type ElementEnd, MOST_BYTES, scanStructure } from './structure.ts';

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
  readonly #state: ArrayState = { inside: 0, escaped: 0, depth: 0, members: 0, deepest: 0, digits: 0 };
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
    for (let at = from; at < bytes.length; at += MOST_BYTES) {
      const end = this.#read(bytes, at, out);
      if (end === -1) continue;
      this.#finish(bytes, end, out);
      return end;
    }
    this.#keep(bytes, out);
    return -1;
  }

  #read(bytes: Uint8Array, at: number, out: Piece[]): number {
    const { closed, ends, wide } = scanStructure(bytes.subarray(at, at + MOST_BYTES), this.#state);
    let noted = 0;
    for (const end of ends) {
      noted = this.#note(wide, noted, { at, before: end.at });
      this.#close(bytes, { ...end, at: at + end.at }, out);
    }
    this.#note(wide, noted, { at, before: MOST_BYTES });
    return closed === -1 ? -1 : at + closed;
  }

  /** Notes the wide numbers from the `next` on that lie in the current element, of bytes that begin `at`; gives the next. */
  #note(wide: Int32Array, next: number, { at, before }: { at: number; before: number }): number {
    const offset = this.#carried + at - this.#elementStart;
    let i = next;
    for (; i < wide.length && (wide[i] as number) < before; i++) {
      const place = offset + (wide[i] as number);
      // Of an element that is too large nothing is read, so nothing need be known.
      if (place < this.#maxElement) this.#wide.push(place);
    }
    return i;
  }

  #close(bytes: Uint8Array, { at, members, depth }: ElementEnd, out: Piece[]): void {
    const size = this.#carried + at - this.#elementStart;
    if (size > this.#maxElement) this.#closeOversize(bytes, at, out);
    else {
      const end = this.#store.length + at - this.#runStart;
      this.#ends.push(end);
      this.#memberCounts.push(members);
      this.#depths.push(depth);
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
    if (!isEmpty) this.#close(bytes, { at, members: this.#state.members, depth: this.#state.deepest }, out);
    this.#flush(bytes, out);
  }
}

const isAllBlank = (bytes: Uint8Array): boolean => bytes.every(isBlank);
