import type { JsonObject } from '../../base/json/types.ts';

/**
 * Records as JSON texts in UTF-8, each ended by a line feed, one after the other. They are bytes and not texts, as what
 * waits in bytes costs the garbage collector nothing, however much it is.
 */
export interface Lines {
  readonly bytes: Uint8Array;
  /** Per record: the place after its line feed. */
  readonly ends: readonly number[];
}

const LINE_FEED = 10;
/** A character of a text (a UTF-16 unit) takes so many bytes at most. */
const WIDEST = 3;

const NONE: Lines = { bytes: new Uint8Array(), ends: [] };

const FIRST_BYTES = 1 << 16;
/** A draft that had to grow beyond this for some large record is not kept. */
const KEPT_BYTES = 1 << 20;

/** Where lines are put together before their length is known; nothing waits in between, so one is enough. */
let draft = Buffer.allocUnsafeSlow(FIRST_BYTES);

function reserveSpace(used: number, more: number): void {
  if (used + more <= draft.length) return;
  const larger = Buffer.allocUnsafeSlow(Math.max(used + more, draft.length * 2));
  draft.copy(larger, 0, 0, used);
  draft = larger;
}

/** The records as lines. */
export function toLines(records: readonly JsonObject[]): Lines {
  if (records.length === 0) return NONE;
  const ends: number[] = [];
  let used = 0;
  for (const record of records) {
    const text = JSON.stringify(record);
    reserveSpace(used, text.length * WIDEST + 1);
    used += draft.write(text, used);
    draft[used++] = LINE_FEED;
    ends.push(used);
  }
  const bytes = Buffer.allocUnsafeSlow(used);
  draft.copy(bytes, 0, 0, used);
  if (draft.length > KEPT_BYTES) draft = Buffer.allocUnsafeSlow(FIRST_BYTES);
  return { bytes, ends };
}

/** The texts of lines, without their line feeds. */
export function toTexts({ bytes, ends }: Lines): string[] {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return ends.map((end, at) => all.toString('utf8', at === 0 ? 0 : ends[at - 1], end - 1));
}

/** Those of the lines whose places are among `wanted`, which are in order. */
export function pickLines({ bytes, ends }: Lines, wanted: readonly number[]): Lines {
  if (wanted.length === 0) return NONE;
  const parts = wanted.map((at) => bytes.subarray(at === 0 ? 0 : ends[at - 1], ends[at]));
  let end = 0;
  return { bytes: Buffer.concat(parts), ends: parts.map((part) => (end += part.length)) };
}
