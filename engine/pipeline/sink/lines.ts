import type { JsonObject } from '../../base/json/types.ts';

/**
 * Records as NDJSON in UTF-8, each terminated by a line feed. Buffered as bytes instead of strings, which do not burden
 * the garbage collector.
 */
export interface Lines {
  readonly bytes: Uint8Array;
  /** Offset after the line feed of each record. */
  readonly ends: readonly number[];
}

const LINE_FEED = 10;
/** Maximum UTF-8 bytes per UTF-16 code unit. */
const WIDEST = 3;

const NONE: Lines = { bytes: new Uint8Array(), ends: [] };

const FIRST_BYTES = 1 << 16;
/** The scratch buffer shrinks after a large record made it exceed this size. */
const MAX_SCRATCH_BYTES = 1 << 20;

/** Shared scratch buffer for lines of unknown length; safe because `toLines` is synchronous. */
let scratch = Buffer.allocUnsafeSlow(FIRST_BYTES);

function reserveSpace(used: number, more: number): void {
  if (used + more <= scratch.length) return;
  const larger = Buffer.allocUnsafeSlow(Math.max(used + more, scratch.length * 2));
  scratch.copy(larger, 0, 0, used);
  scratch = larger;
}

/** Serializes records as lines. */
export function toLines(records: readonly JsonObject[]): Lines {
  if (records.length === 0) return NONE;
  const ends: number[] = [];
  let used = 0;
  for (const record of records) {
    const text = JSON.stringify(record);
    reserveSpace(used, text.length * WIDEST + 1);
    used += scratch.write(text, used);
    scratch[used++] = LINE_FEED;
    ends.push(used);
  }
  const bytes = Buffer.allocUnsafeSlow(used);
  scratch.copy(bytes, 0, 0, used);
  if (scratch.length > MAX_SCRATCH_BYTES) scratch = Buffer.allocUnsafeSlow(FIRST_BYTES);
  return { bytes, ends };
}

/** Decodes lines to texts without line feeds. */
export function toTexts({ bytes, ends }: Lines): string[] {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return ends.map((end, at) => all.toString('utf8', at === 0 ? 0 : ends[at - 1], end - 1));
}

/** Picks lines by index; `wanted` must be sorted. */
export function pickLines({ bytes, ends }: Lines, wanted: readonly number[]): Lines {
  if (wanted.length === 0) return NONE;
  const parts = wanted.map((at) => bytes.subarray(at === 0 ? 0 : ends[at - 1], ends[at]));
  let end = 0;
  return { bytes: Buffer.concat(parts), ends: parts.map((part) => (end += part.length)) };
}
