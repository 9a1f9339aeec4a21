import { isUtf8 } from 'node:buffer';
import { engineError } from '../errors/index.ts';
import { ArrayScanner, type Piece } from './array-scanner.ts';
import { findDuplicateKeys } from './duplicate-keys.ts';
import { describeBody, startsLikeJson } from './looks-like.ts';
import { countMembers } from './members.ts';
import { OuterScanner } from './outer-scanner.ts';
import { parseExact } from './parse-exact.ts';
import type { Json } from './types.ts';

/** How deep an element, and a document without its elements, may nest. */
export const MAX_DEPTH = 64;
const CLOSING_BRACE = 125;
/** How much of the beginning of a body tells what it is. */
const HEAD = 1024;

export interface SplitLimits {
  /** Bytes of one element; a larger one is handed over as `oversize`. */
  readonly element: number;
  /** Bytes of the document without the array; a larger one is refused with PAGE_TOO_LARGE. */
  readonly rest: number;
}

const LIMITS: SplitLimits = { element: 16 << 20, rest: 64 << 20 };

/**
 * Splits a JSON document into the elements of the array at `path` (`[]`: the document is the array) while its bytes
 * arrive, in chunks that may be cut anywhere; only the current element and the rest of the document are held. Pieces are
 * cut, not checked: `readPiece` does that. Steps of the path are keys of objects; an array on the way is not entered.
 * Without a path nothing is split off, and `end` gives the whole document.
 */
export class Splitter {
  readonly #outer: OuterScanner;
  readonly #array: ArrayScanner;
  readonly #limits: SplitLimits;
  #inArray = false;
  #headChecked = false;

  constructor(path: readonly string[] | undefined, limits: SplitLimits = LIMITS) {
    this.#outer = new OuterScanner(path);
    this.#array = new ArrayScanner(limits.element);
    this.#limits = limits;
  }

  /** Whether the array has begun. */
  get found(): boolean {
    return this.#outer.found;
  }

  /** The pieces that `chunk` completes; their bytes are valid until the next call. Throws BODY_NOT_JSON, PAGE_TOO_LARGE. */
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
   * The document with the array emptied; as it was when there is no array at the path. Throws BODY_EMPTY, BODY_TRUNCATED,
   * BODY_NOT_JSON, PAGE_TOO_DEEP, and RECORDS_REPEATED when the path came twice, so that the array was not the last word.
   */
  end(): Json {
    const bytes = this.#outer.kept;
    const text = bytes.toString();
    if (isBlank(text)) throw engineError('BODY_EMPTY');
    if (!startsLikeJson(text) || !isUtf8(bytes)) throw createNotJsonError(text.slice(0, HEAD));
    if (this.#outer.depth > 0 || this.#outer.isInString) throw engineError('BODY_TRUNCATED');
    const envelope = parseDocument(text);
    if (this.#outer.deepest > MAX_DEPTH) throw engineError('PAGE_TOO_DEEP', { limit: MAX_DEPTH });
    if (this.#outer.repeated) throw engineError('RECORDS_REPEATED');
    return envelope;
  }

  /** The paths of the members of `envelope`, which `end` gave, whose key came twice: the later value is in it. */
  duplicates(envelope: Json): readonly (readonly (string | number)[])[] {
    if (countMembers(envelope) === this.#outer.members) return [];
    return findDuplicateKeys(this.#outer.kept.toString());
  }

  // What cannot become JSON is refused at once, not after the last byte of a long web page.
  #checkRest(): void {
    const kept = this.#outer.kept;
    if (kept.length > this.#limits.rest) throw createTooLargeError(this.#limits.rest);
    if (this.#headChecked || kept.length < HEAD) return;
    this.#headChecked = true;
    const head = kept.toString('utf8', 0, HEAD);
    if (!isBlank(head) && !startsLikeJson(head)) throw createNotJsonError(head);
  }
}

/** The error for a page that is larger than `limit` bytes. */
export const createTooLargeError = (limit: number): Error =>
  engineError('PAGE_TOO_LARGE', { limit: limit < 1 << 20 ? `${limit} bytes` : `${limit / (1 << 20)} MB` });

const isBlank = (text: string): boolean => /^\uFEFF?[ \t\r\n]*$/.test(text);

/** The value of a whole document, a byte order mark allowed. Throws BODY_NOT_JSON. */
function parseDocument(text: string): Json {
  try {
    return parseExact(text.startsWith('\uFEFF') ? text.slice(1) : text);
  } catch {
    // The SyntaxError is not kept as the cause: its message quotes the body.
    throw createNotJsonError(text.slice(0, HEAD));
  }
}

/** The error for a body that is not JSON, from its beginning. */
export const createNotJsonError = (head: string): Error =>
  engineError('BODY_NOT_JSON', { looksLike: describeBody(head) });
