import { createTable, getMember, type Json, readPath } from '../../base/json/index.ts';
import { formatTime, parseTime } from '../../base/time/index.ts';
import type { CompiledIncremental, CompiledStream } from '../connector/connector.ts';
import type { CursorMark, CursorMarks, Cursors } from './state-store.ts';

/** Converts a cursor value to one that can be compared; undefined if it is not a valid cursor. */
function toOrdered(spec: CompiledIncremental, value: Json | undefined): number | string | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  if (spec.type === 'datetime') return parseTime(value, spec.zone);
  return spec.type === 'number' ? toFinite(Number(value)) : String(value);
}

const toFinite = (value: number): number | undefined => (Number.isFinite(value) ? value : undefined);

const formatSaved = (spec: CompiledIncremental, value: number | string): string =>
  spec.type === 'datetime' ? formatTime(Number(value), 'rfc3339') : String(value);

/** Returns the later of two saved values. */
function pickLater(spec: CompiledIncremental, a: string | undefined, b: string | undefined): string | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  const [first, second] = [toOrdered(spec, a), toOrdered(spec, b)];
  if (first === undefined || second === undefined) return first === undefined ? b : a;
  return first >= second ? a : b;
}

/** Returns the name of the saved cursor of a partition. */
export const findCursorKey = (stream: CompiledStream, partitionKey: string): string =>
  stream.incremental?.perPartition ? partitionKey : '';

/** Returns the start of an incremental read: the saved cursor minus the lookback. Undefined for a full run. */
export function findStart(stream: CompiledStream, cursors: Cursors, partitionKey: string): number | string | undefined {
  const spec = stream.incremental;
  const value = getMember(getMember(cursors, stream.name), findCursorKey(stream, partitionKey));
  if (!spec || value === undefined) return undefined;
  const start = toOrdered(spec, value);
  return spec.type === 'datetime' && typeof start === 'number' ? start - spec.lookbackMs : start;
}

/** Formats `{{cursor.start}}` for a request. */
export const formatStart = (spec: CompiledIncremental, start: number | string): string =>
  spec.type === 'datetime' ? formatTime(Number(start), spec.format, spec.zone) : String(start);

/** Returns whether an item is older than the start. Vendors that cannot filter send such items. */
export function isBeforeStart(spec: CompiledIncremental, item: Json, start: number | string): boolean {
  const value = toOrdered(spec, readPath(item, spec.cursor));
  return value !== undefined && value < start;
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

/** Returns `mark` with the latest cursor of these items. */
export function updateMark(spec: CompiledIncremental, mark: CursorMark, items: Iterable<Json>): CursorMark {
  let latest: number | string | undefined;
  let text: Json | undefined;
  for (const item of items) {
    const found = readPath(item, spec.cursor);
    if (isEarlierText(found, text)) continue;
    const value = toOrdered(spec, found);
    if (value === undefined || (latest !== undefined && value <= latest)) continue;
    latest = value;
    text = found;
  }
  if (latest === undefined) return mark;
  const highest = pickLater(spec, mark.highest, formatSaved(spec, latest));
  return highest === undefined ? mark : { ...mark, highest };
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
  const highest = toOrdered(spec, mark.highest);
  const value = spec.type === 'datetime' && typeof highest === 'number' ? Math.min(highest, mark.cap) : highest;
  return pickLater(spec, before, value === undefined ? undefined : formatSaved(spec, value));
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
