import { createTable, getMember, type Json } from '../../base/json/index.ts';
import type { CompiledIncremental, CompiledStream } from '../connector/connector.ts';
import { applyLookback, type CursorValue, isLater, limitCursor, parseCursor, saveCursor } from './cursor-order.ts';
import type { CursorMark, CursorMarks, Cursors } from './state-store.ts';

/** Returns the later of two saved values. */
function pickLater(spec: CompiledIncremental, a: string | undefined, b: string | undefined): string | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  const [first, second] = [parseCursor(spec, a), parseCursor(spec, b)];
  if (first === undefined || second === undefined) return first === undefined ? b : a;
  return isLater(spec, second, first) ? b : a;
}

/** Returns the name of the saved cursor of a partition. */
export const findCursorKey = (stream: CompiledStream, partitionKey: string): string =>
  stream.incremental?.perPartition ? partitionKey : '';

/** Returns the start of an incremental read: the saved cursor minus the lookback. Undefined for a full run. */
export function findStart(stream: CompiledStream, cursors: Cursors, partitionKey: string): CursorValue | undefined {
  const spec = stream.incremental;
  if (!spec) return undefined;
  const start = parseCursor(spec, getMember(getMember(cursors, stream.name), findCursorKey(stream, partitionKey)));
  return start === undefined ? undefined : applyLookback(spec, start);
}

/** Returns whether a cursor value is older than the start. Vendors that cannot filter send such items. */
export function isBeforeStart(spec: CompiledIncremental, found: Json | undefined, start: CursorValue): boolean {
  const value = parseCursor(spec, found);
  return value !== undefined && isLater(spec, start, value);
}

const [DASH, COLON, T, Z] = [45, 58, 84, 90];

/** Returns whether a text looks like a UTC time (`2026-01-31T23:59:59Z`, optionally with a fraction). It may still be invalid. */
const looksUtc = (text: string): boolean =>
  text.charCodeAt(4) === DASH &&
  text.charCodeAt(7) === DASH &&
  text.charCodeAt(10) === T &&
  text.charCodeAt(13) === COLON &&
  text.charCodeAt(16) === COLON &&
  text.charCodeAt(text.length - 1) === Z;

/**
 * Returns whether a time is certainly not later than another, by comparing texts: UTC times of one format sort like their
 * texts. Invalid times are ignored, so they may count as earlier.
 */
const isEarlierText = (value: Json | undefined, than: Json | undefined): boolean =>
  typeof value === 'string' &&
  typeof than === 'string' &&
  value.length === than.length &&
  value <= than &&
  looksUtc(than) &&
  looksUtc(value);

/** Returns true if a value is certainly not later than another, without parsing either. */
function isEarlier(spec: CompiledIncremental, value: Json | undefined, than: Json | undefined): boolean {
  if (spec.type === 'number') return typeof value === 'number' && typeof than === 'number' && value <= than;
  return spec.type === 'datetime' && spec.readFormats.length === 0 && isEarlierText(value, than);
}

/** Mark with the latest of some cursor values, and the number of valid ones. */
interface UpdatedMark {
  readonly mark: CursorMark;
  readonly valid: number;
}

/** Adds cursor values, as the vendor sent them, to a mark. */
export function updateMark(
  spec: CompiledIncremental,
  mark: CursorMark,
  values: readonly (Json | undefined)[],
): UpdatedMark {
  let latest: CursorValue | undefined;
  let text: Json | undefined;
  let valid = 0;
  for (const found of values) {
    if (isEarlier(spec, found, text)) {
      valid += 1;
      continue;
    }
    const value = parseCursor(spec, found);
    if (value === undefined) continue;
    valid += 1;
    if (latest !== undefined && !isLater(spec, value, latest)) continue;
    latest = value;
    text = found;
  }
  const before = parseCursor(spec, mark.highest);
  if (latest === undefined || (before !== undefined && !isLater(spec, latest, before))) return { mark, valid };
  return { mark: { ...mark, highest: saveCursor(spec, latest) }, valid };
}

/** Mark of a skipped partition. */
export const HELD_MARK: CursorMark = { cap: 0, held: true };

/** Joins the marks of two partitions or windows that share a cursor: it passes neither cap, and stays if one was skipped. */
export function joinMark(spec: CompiledIncremental, a: CursorMark | undefined, b: CursorMark): CursorMark {
  if (!a) return b;
  if (a.held || b.held) return HELD_MARK;
  const highest = pickLater(spec, a.highest, b.highest);
  return { cap: Math.min(a.cap, b.cap), ...(highest === undefined ? {} : { highest }) };
}

/**
 * Returns the start of the next run. Never after the start of this read, so that changes made meanwhile are read again;
 * never after the latest change seen, because a vendor may show changes late; never before the saved cursor.
 */
export function moveCursor(
  spec: CompiledIncremental,
  before: string | undefined,
  mark: CursorMark,
): string | undefined {
  if (mark.held || mark.highest === undefined) return before;
  const highest = parseCursor(spec, mark.highest);
  const value = highest === undefined ? undefined : limitCursor(spec, highest, mark.cap);
  return pickLater(spec, before, value === undefined ? undefined : saveCursor(spec, value));
}

/** Returns the cursors for the next run; cursors of partitions that this run did not read stay the same. */
export function computeNextCursors(
  streams: readonly Pick<CompiledStream, 'name' | 'incremental'>[],
  saved: Cursors,
  marks: CursorMarks,
): Cursors {
  const next: Cursors = createTable(saved);
  for (const { name, incremental } of streams) {
    const ofStream = getMember(marks, name);
    if (!incremental || !ofStream) continue;
    const values = createTable(next[name]);
    for (const [key, mark] of Object.entries(ofStream)) {
      const value = moveCursor(incremental, values[key], mark);
      if (value !== undefined) values[key] = value;
    }
    next[name] = values;
  }
  return next;
}

/** Merges the marks of several parts of a run. */
export function joinMarks(
  streams: readonly Pick<CompiledStream, 'name' | 'incremental'>[],
  parts: readonly CursorMarks[],
): CursorMarks {
  const all: CursorMarks = createTable();
  for (const { name, incremental } of streams) {
    if (!incremental) continue;
    const joint = createTable<CursorMark>();
    for (const part of parts)
      for (const [key, mark] of Object.entries(getMember(part, name) ?? {}))
        joint[key] = joinMark(incremental, joint[key], mark);
    if (Object.keys(joint).length > 0) all[name] = joint;
  }
  return all;
}
