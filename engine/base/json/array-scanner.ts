import { ByteStore } from './byte-store.ts';
import { isBlank } from './scan.ts';
import { type ArrayState, type ElementEnd, MOST_BYTES, scanStructure } from './structure.ts';

/** Consecutive elements of the array, with commas and whitespace, as one range of bytes (valid until the next push). */
export interface Run {
  readonly kind: 'run';
  readonly bytes: Uint8Array;
  /** End of each element in `bytes`, and its shape. A comma separates an end from the next start. */
  readonly ends: readonly number[];
  readonly members: readonly number[];
  readonly depths: readonly number[];
  /** Offsets in `bytes`, ascending, within or right after numbers that a double may not represent. */
  readonly wide: readonly number[];
}

/** An element over the size limit: only its head is stored, and its content is not checked. */
export interface Oversize {
  readonly kind: 'oversize';
  readonly size: number;
  readonly head: Uint8Array;
}

export type Piece = Run | Oversize;

/** Bytes of an unreadable element that are stored. */
export const HEAD_BYTES = 65_536;
/** Elements of a run, which is parsed and mapped before the next: few enough to become garbage while still young. */
const MAX_RUN = 100;

/**
 * Finds the ends of one array's elements, starting after its `[`, in chunks that may be cut anywhere. Also counts what
 * later stages need, so that each byte is visited once. Does not validate the JSON.
 */
export class ArrayScanner {
  readonly #maxElement: number;
  readonly #maxHead: number;
  /** Bytes of the current element from earlier chunks (only its head once it exceeds the limit). */
  readonly #store = new ByteStore();
  /** Full size of these bytes. */
  #carried = 0;
  readonly #state: ArrayState = { inside: 0, escaped: 0, depth: 0, members: 0, deepest: 0, digits: 0 };
  /** Offsets of wide numbers, relative to the current element, and of those in completed elements. */
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

  /** Scans `bytes` from `from`, appends completed elements to `out`; returns the offset of the closing `]`, or -1. */
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

  /** Records wide numbers of the current element, starting with index `next`; returns the next index. */
  #note(wide: Int32Array, next: number, { at, before }: { at: number; before: number }): number {
    const offset = this.#carried + at - this.#elementStart;
    let i = next;
    for (; i < wide.length && (wide[i] as number) < before; i++) {
      const place = offset + (wide[i] as number);
      // The content of an oversize element is never read.
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

  /** Emits the completed elements. */
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

  /** At the end of a chunk, stores the start of the element that continues in the next one. */
  #keep(bytes: Uint8Array, out: Piece[]): void {
    this.#flush(bytes, out);
    const rest = bytes.length - this.#elementStart;
    if (this.#carried + rest <= this.#maxElement) this.#store.append(bytes, this.#elementStart, bytes.length);
    else this.#keepHead(bytes, bytes.length);
    this.#carried += rest;
  }

  /** Stores only the head of an oversize element that continues up to `end`. */
  #keepHead(bytes: Uint8Array, end: number): void {
    const room = Math.max(0, this.#maxHead - this.#store.length);
    this.#store.append(bytes, this.#elementStart, Math.min(end, this.#elementStart + room));
    this.#store.truncate(this.#maxHead);
  }

  /** At the closing bracket: whitespace alone is an empty array; after a comma an element must follow. */
  #finish(bytes: Uint8Array, at: number, out: Piece[]): void {
    const isEmpty =
      this.#isFirst && isAllBlank(this.#store.view()) && isAllBlank(bytes.subarray(this.#elementStart, at));
    if (!isEmpty) this.#close(bytes, { at, members: this.#state.members, depth: this.#state.deepest }, out);
    this.#flush(bytes, out);
  }
}

const isAllBlank = (bytes: Uint8Array): boolean => bytes.every(isBlank);
