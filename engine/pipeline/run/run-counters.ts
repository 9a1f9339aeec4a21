import { createTable, createTables } from '../../base/json/index.ts';
import type { EntityReport, RunReport, StreamReport, Warning } from '../../base/report/report.generated.ts';

/** Rejects of a stream with one code that were counted but not stored. */
export interface UnstoredRejects {
  count: number;
  /** Message of the first one. */
  readonly example: string;
}

/** Rejects of a stream: the number stored, and the others by code. */
export interface StreamRejects {
  stored: number;
  readonly unstored: Record<string, UnstoredRejects>;
}

/** Number of cursor values that a stream's items or pages should have, and of valid ones. */
export interface CursorReads {
  readonly sought: number;
  readonly found: number;
}

export const NO_READS: CursorReads = { sought: 0, found: 0 };

/** Wait before a request. */
export interface Wait {
  /** Epoch ms. */
  readonly until: number;
  readonly why: string;
}

/** Counters of a run: plain data that the run updates and a progress display reads. */
export interface RunCounters {
  readonly streams: Record<string, StreamReport>;
  /** By entity; the built-in ones are always present. */
  readonly entities: RunReport['entities'];
  readonly unmapped: Record<string, Record<string, number>>;
  /** Values of mapped records that an enum's default replaced, omitted or passed: by enum and literal. */
  readonly defaulted: Record<string, Record<string, number>>;
  readonly warnings: Warning[];
  /** Repeated records that were not written again, by entity. */
  readonly repeats: Record<string, number>;
  /** Repeated items of streams without maps, by stream. */
  readonly repeatedItems: Record<string, number>;
  readonly skippedPartitions: { count: number };
  /** By incremental stream. */
  readonly cursors: Record<string, CursorReads>;
  /** Batches of items, and those with an expected field: by stream, for each entry of its `expects`. */
  readonly expected: Record<string, readonly CursorReads[]>;
  /** By stream. */
  readonly rejects: Record<string, StreamRejects>;
  /** Current waits by stream. */
  readonly waiting: Map<string, Wait>;
  /** Stream whose records are being written. */
  current: string | undefined;
}

export type CounterTotals = Pick<
  RunCounters,
  | 'streams'
  | 'entities'
  | 'unmapped'
  | 'defaulted'
  | 'warnings'
  | 'repeats'
  | 'repeatedItems'
  | 'skippedPartitions'
  | 'rejects'
  | 'cursors'
  | 'expected'
>;

const createEntityCounters = (): EntityReport => ({ mapped: 0, rejected: 0, written: 0 });

const createEntityTable = (totals: Readonly<Record<string, EntityReport>> = {}): RunReport['entities'] =>
  Object.assign(createTable<EntityReport>(), {
    ...{ asset: createEntityCounters(), finding: createEntityCounters() },
    ...totals,
  });

/** Copies reject counters into tables, because the names come from outside. */
const rejectsOf = (totals: CounterTotals['rejects'] = {}): RunCounters['rejects'] => {
  const copy = createTable<StreamRejects>();
  for (const [stream, { stored, unstored }] of Object.entries(totals))
    copy[stream] = { stored, unstored: createTable(unstored) };
  return copy;
};

/** Creates counters at zero, or at `totals` for a resumed run. */
export const createRunCounters = (totals?: CounterTotals): RunCounters => ({
  streams: createTable(totals?.streams),
  entities: createEntityTable(totals?.entities),
  unmapped: createTables(totals?.unmapped),
  defaulted: createTables(totals?.defaulted),
  warnings: totals?.warnings ?? [],
  repeats: createTable(totals?.repeats),
  repeatedItems: createTable(totals?.repeatedItems),
  skippedPartitions: totals?.skippedPartitions ?? { count: 0 },
  rejects: rejectsOf(totals?.rejects),
  cursors: createTable(totals?.cursors),
  expected: createTable(totals?.expected),
  waiting: new Map(),
  current: undefined,
});

/** Returns the part of the counters that a checkpoint stores. */
export const extractTotals = ({
  streams,
  entities,
  unmapped,
  defaulted,
  warnings,
  repeats,
  repeatedItems,
  skippedPartitions,
  rejects,
  cursors,
  expected,
}: RunCounters): CounterTotals => ({
  streams,
  entities,
  unmapped,
  defaulted,
  warnings,
  repeats,
  repeatedItems,
  skippedPartitions,
  rejects,
  cursors,
  expected,
});

/** Returns the counters of a stream; creates them on first use. */
export const streamCounters = (counters: RunCounters, stream: string): StreamReport => {
  const known = counters.streams[stream];
  if (known) return known;
  const fresh: StreamReport = { requests: 0, retries: 0, pages: 0, items: 0, partitions: 0 };
  counters.streams[stream] = fresh;
  return fresh;
};

/** Returns the counters of an entity; creates them on first use. */
export const entityCounters = (counters: Pick<RunCounters, 'entities'>, entity: string): EntityReport => {
  const known = counters.entities[entity];
  if (known) return known;
  const fresh = createEntityCounters();
  counters.entities[entity] = fresh;
  return fresh;
};

/** Counts repeated records of an entity, which are not written again. */
export function countRepeats(counters: Pick<RunCounters, 'repeats'>, entity: string, count: number): void {
  if (count > 0) counters.repeats[entity] = (counters.repeats[entity] ?? 0) + count;
}

/** Counts an unmapped enum value by the vendor's literal. */
export function countUnmapped(counters: RunCounters, enumName: string, literal: string, count = 1): void {
  const values = counters.unmapped[enumName] ?? createTable<number>();
  values[literal] = (values[literal] ?? 0) + count;
  counters.unmapped[enumName] = values;
}

/** Limit of distinct literals counted per enum: a default may replace values that differ in every item. */
const MAX_DEFAULTED = 1000;

/** Key that counts the literals beyond the limit. */
export const OTHER_VALUES = '(other values)';

// Asks for the entry of other values first: listing a full table's keys for each value is slow.
const hasRoom = (values: Readonly<Record<string, number>>): boolean =>
  values[OTHER_VALUES] === undefined && Object.keys(values).length < MAX_DEFAULTED;

/** Counts a value that an enum's default replaced, omitted or passed. */
export function countDefaulted(counters: RunCounters, enumName: string, literal: string, count = 1): void {
  const values = counters.defaulted[enumName] ?? createTable<number>();
  const key = values[literal] !== undefined || hasRoom(values) ? literal : OTHER_VALUES;
  values[key] = (values[key] ?? 0) + count;
  counters.defaulted[enumName] = values;
}

/** Counts repeated items of a stream. */
export function countRepeated(counters: RunCounters, stream: string, count: number): void {
  counters.repeatedItems[stream] = (counters.repeatedItems[stream] ?? 0) + count;
}

/** Counts cursor values of a stream. */
export function countCursors(counters: RunCounters, stream: string, { sought, found }: CursorReads): void {
  const before = counters.cursors[stream] ?? NO_READS;
  counters.cursors[stream] = { sought: before.sought + sought, found: before.found + found };
}

/** Counts the expected fields of a stream's items. */
export function countExpected(counters: RunCounters, stream: string, reads: readonly CursorReads[]): void {
  const before = counters.expected[stream] ?? [];
  counters.expected[stream] = reads.map(({ sought, found }, at) => ({
    sought: (before[at]?.sought ?? 0) + sought,
    found: (before[at]?.found ?? 0) + found,
  }));
}

/** Returns the reject counters of a stream; creates them on first use. */
export function rejectMeter(meter: RunCounters, stream: string): StreamRejects {
  const counters = meter.rejects[stream] ?? { stored: 0, unstored: createTable<UnstoredRejects>() };
  meter.rejects[stream] = counters;
  return counters;
}

/** Counts rejects that are not stored; the first message is the example. */
export function countUnstored(
  counters: RunCounters,
  stream: string,
  code: string,
  { count, example }: UnstoredRejects,
): void {
  const { unstored } = rejectMeter(counters, stream);
  unstored[code] = { count: (unstored[code]?.count ?? 0) + count, example: unstored[code]?.example ?? example };
}

const addEntity = (into: EntityReport, from: EntityReport): void => {
  into.mapped += from.mapped;
  into.rejected += from.rejected;
  into.written += from.written;
};

const addStream = (into: StreamReport, from: StreamReport): void => {
  into.requests += from.requests;
  into.retries += from.retries;
  into.pages += from.pages;
  into.items += from.items;
  into.partitions += from.partitions;
};

/** Adds the counters of another part of the run. */
export function addTotals(counters: RunCounters, totals: CounterTotals): void {
  for (const [name, counts] of Object.entries(totals.streams)) addStream(streamCounters(counters, name), counts);
  for (const [entity, counts] of Object.entries(totals.entities)) addEntity(entityCounters(counters, entity), counts);
  for (const [entity, count] of Object.entries(totals.repeats)) countRepeats(counters, entity, count);
  for (const [name, values] of Object.entries(totals.unmapped))
    for (const [literal, count] of Object.entries(values)) countUnmapped(counters, name, literal, count);
  for (const [name, values] of Object.entries(totals.defaulted ?? {}))
    for (const [literal, count] of Object.entries(values)) countDefaulted(counters, name, literal, count);
  for (const [stream, count] of Object.entries(totals.repeatedItems)) countRepeated(counters, stream, count);
  // One by one: spreading them into push may exceed the stack.
  for (const warning of totals.warnings) counters.warnings.push(warning);
  counters.skippedPartitions.count += totals.skippedPartitions.count;
  // Absent from a run that an earlier version started.
  for (const [stream, reads] of Object.entries(totals.cursors ?? {})) countCursors(counters, stream, reads);
  for (const [stream, reads] of Object.entries(totals.expected ?? {})) countExpected(counters, stream, reads);
  for (const [stream, { stored, unstored }] of Object.entries(totals.rejects ?? {})) {
    rejectMeter(counters, stream).stored += stored;
    for (const [code, counted] of Object.entries(unstored)) countUnstored(counters, stream, code, counted);
  }
}

export type { RunReport, StreamReport, Warning };
