import { isUtf8 } from 'node:buffer';
import { engineError } from '../errors/index.ts';
import { ArrayScanner, type Piece } from './array-scanner.ts';
import { findDuplicateKeys } from './duplicate-keys.ts';
import type { ExactKey } from './exact-key.ts';
import { describeBody, startsLikeJson } from './looks-like.ts';
import { countMembers } from './members.ts';
import { OuterScanner } from './outer-scanner.ts';
import { parseExact } from './parse-exact.ts';
import type { Json } from './types.ts';

/** Maximum nesting depth of an element, and of the document without its elements. */
export const MAX_DEPTH = 64;
const CLOSING_BRACE = 125;
/** Bytes of a body's beginning that identify its format. */
const HEAD = 1024;

export interface SplitLimits {
  /** Maximum size of an element in bytes; larger ones become `oversize` pieces. */
  readonly element: number;
  /** Maximum size in bytes of the document without the array; larger ones throw PAGE_TOO_LARGE. */
  readonly rest: number;
}

const LIMITS: SplitLimits = { element: 16 << 20, rest: 64 << 20 };

/**
 * Splits a JSON document into the elements of the array at `path` (`[]`: the document is the array) as its bytes arrive,
 * in chunks that may be cut anywhere; stores only the current element and the rest of the document. Does not validate
 * the pieces: `readPiece` does. The path consists of object keys; arrays on the way are not entered. Without a path
 * nothing is split off, and `end` returns the whole document.
 */
export class Splitter {
  readonly #outer: OuterScanner;
  readonly #array: ArrayScanner;
  readonly #limits: SplitLimits;
  readonly #exact: ExactKey | undefined;
  #inArray = false;
  #headChecked = false;

  constructor(path: readonly string[] | undefined, limits: SplitLimits = LIMITS, exact?: ExactKey) {
    this.#exact = exact;
    this.#outer = new OuterScanner(path);
    this.#array = new ArrayScanner(limits.element);
    this.#limits = limits;
  }

  /** True once the array has started. */
  get found(): boolean {
    return this.#outer.found;
  }

  /** Returns the pieces that `chunk` completes, valid until the next call. Throws BODY_NOT_JSON, PAGE_TOO_LARGE. */
  push(chunk: Uint8Array): readonly Piece[] {
    const pieces: Piece[] = [];
    let at = 0;
    while (at !== -1 && at < chunk.length) {
      const next = this.#inArray ? this.#array.scan(chunk, at, pieces) : this.#outer.scan(chunk, at);
      if (this.#inArray && chunk[next] === CLOSING_BRACE) throw createNotJsonError('[');
      if (next !== -1) this.#inArray = !this.#inArray;
      at = next;
    }
    this.#checkRest();
    return pieces;
  }

  /**
   * Returns the document with the array emptied, or unchanged if there is no array at the path. Throws BODY_EMPTY,
   * BODY_TRUNCATED, BODY_NOT_JSON, PAGE_TOO_DEEP, and RECORDS_REPEATED if the path occurs twice.
   */
  end(): Json {
    const bytes = this.#outer.kept;
    const text = bytes.toString();
    if (isBlank(text)) throw engineError('BODY_EMPTY');
    if (!startsLikeJson(text) || !isUtf8(bytes)) throw createNotJsonError(text.slice(0, HEAD));
    if (this.#outer.depth > 0 || this.#outer.isInString) throw engineError('BODY_TRUNCATED');
    const envelope = parseDocument(text, this.#exact);
    if (this.#outer.deepest > MAX_DEPTH) throw engineError('PAGE_TOO_DEEP', { limit: MAX_DEPTH });
    if (this.#outer.repeated) throw engineError('RECORDS_REPEATED');
    return envelope;
  }

  /** Returns the paths of repeated keys in `envelope`, the result of `end`, which contains the last value of each. */
  duplicates(envelope: Json): readonly (readonly (string | number)[])[] {
    if (countMembers(envelope) === this.#outer.members) return [];
    return findDuplicateKeys(this.#outer.kept.toString());
  }

  // Rejects what cannot become JSON early, not after the last byte of a long web page.
  #checkRest(): void {
    const kept = this.#outer.kept;
    if (kept.length > this.#limits.rest) throw createTooLargeError(this.#limits.rest);
    if (this.#headChecked || kept.length < HEAD) return;
    this.#headChecked = true;
    const head = kept.toString('utf8', 0, HEAD);
    if (!isBlank(head) && !startsLikeJson(head)) throw createNotJsonError(head);
  }
}

/** Creates the error for a page larger than `limit` bytes. */
export const createTooLargeError = (limit: number): Error =>
  engineError('PAGE_TOO_LARGE', { limit: limit < 1 << 20 ? `${limit} bytes` : `${limit / (1 << 20)} MB` });

const isBlank = (text: string): boolean => /^\uFEFF?[ \t\r\n]*$/.test(text);

/** Parses a whole document with an optional byte order mark. Throws BODY_NOT_JSON. */
function parseDocument(text: string, exact: ExactKey | undefined): Json {
  try {
    return parseExact(text.startsWith('\uFEFF') ? text.slice(1) : text, undefined, exact);
  } catch {
    // Without the SyntaxError as its cause: its message quotes the body.
    throw createNotJsonError(text.slice(0, HEAD));
  }
}

/** Creates the error for a body that is not JSON, from its beginning. */
export const createNotJsonError = (head: string): Error =>
  engineError('BODY_NOT_JSON', { looksLike: describeBody(head) });
