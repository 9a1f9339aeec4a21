import { table, tables } from '../../base/json/index.ts';
import type { EntityReport, RunReport, StreamReport, Warning } from '../../base/report/report.generated.ts';

export type Entity = 'asset' | 'finding';

/** Rejects of a stream with one code that were counted and not stored. */
export interface UnstoredRejects {
  count: number;
  /** Message of the first. */
  readonly example: string;
}

/** Rejects of a stream: how many were stored, and the others by code. */
export interface StreamRejects {
  stored: number;
  readonly unstored: Record<string, UnstoredRejects>;
}

/** What a run has done so far: plain counters that the run writes and a progress display reads. */
export interface Meter {
  readonly streams: Record<string, StreamReport>;
  readonly entities: Record<Entity, EntityReport>;
  readonly unmapped: Record<string, Record<string, number>>;
  readonly warnings: Warning[];
  /** Records that were not written again, by entity. */
  readonly repeats: Record<Entity, number>;
  /** Items that came again of streams that are read for others only, by stream. */
  readonly repeatedItems: Record<string, number>;
  readonly skippedPartitions: { count: number };
  /** By stream. */
  readonly rejects: Record<string, StreamRejects>;
  /** What the run is waiting for just now, by stream: until when (epoch ms) and why. */
  readonly waiting: Map<string, { readonly until: number; readonly why: string }>;
  /** The stream whose records are being written. */
  current: string | undefined;
}

export type MeterTotals = Pick<
  Meter,
  'streams' | 'entities' | 'unmapped' | 'warnings' | 'repeats' | 'repeatedItems' | 'skippedPartitions' | 'rejects'
>;

const entity = (): EntityReport => ({ mapped: 0, rejected: 0, written: 0 });

/** Copies counters of rejects; names come from outside, so tables hold them. */
const rejectsOf = (totals: MeterTotals['rejects'] = {}): Meter['rejects'] => {
  const copy = table<StreamRejects>();
  for (const [stream, { stored, unstored }] of Object.entries(totals))
    copy[stream] = { stored, unstored: table(unstored) };
  return copy;
};

/** Counters at zero, or as `totals` left them when a run is taken up again. */
export const createMeter = (totals?: MeterTotals): Meter => ({
  streams: table(totals?.streams),
  entities: totals?.entities ?? { asset: entity(), finding: entity() },
  unmapped: tables(totals?.unmapped),
  warnings: totals?.warnings ?? [],
  repeats: totals?.repeats ?? { asset: 0, finding: 0 },
  repeatedItems: table(totals?.repeatedItems),
  skippedPartitions: totals?.skippedPartitions ?? { count: 0 },
  rejects: rejectsOf(totals?.rejects),
  waiting: new Map(),
  current: undefined,
});

/** The part of a meter that a checkpoint keeps. */
export const totalsOf = ({
  streams,
  entities,
  unmapped,
  warnings,
  repeats,
  repeatedItems,
  skippedPartitions,
  rejects,
}: Meter): MeterTotals => ({
  streams,
  entities,
  unmapped,
  warnings,
  repeats,
  repeatedItems,
  skippedPartitions,
  rejects,
});

/** A stream's counters, made on first use. */
export const streamMeter = (meter: Meter, stream: string): StreamReport => {
  const known = meter.streams[stream];
  if (known) return known;
  const fresh: StreamReport = { requests: 0, retries: 0, pages: 0, items: 0, partitions: 0 };
  meter.streams[stream] = fresh;
  return fresh;
};

/** Counts an enum's unknown value by the vendor's literal, one time unless told otherwise. */
export function countUnmapped(meter: Meter, enumName: string, literal: string, count = 1): void {
  const values = meter.unmapped[enumName] ?? table<number>();
  values[literal] = (values[literal] ?? 0) + count;
  meter.unmapped[enumName] = values;
}

/** Counts items of a stream that came again. */
export function countRepeated(meter: Meter, stream: string, count: number): void {
  meter.repeatedItems[stream] = (meter.repeatedItems[stream] ?? 0) + count;
}

/** Returns a stream's counters of rejects, made on first use. */
export function rejectMeter(meter: Meter, stream: string): StreamRejects {
  const counters = meter.rejects[stream] ?? { stored: 0, unstored: table<UnstoredRejects>() };
  meter.rejects[stream] = counters;
  return counters;
}

/** Counts rejects that are not stored; the first one's message stays as the example. */
export function countUnstored(meter: Meter, stream: string, code: string, { count, example }: UnstoredRejects): void {
  const { unstored } = rejectMeter(meter, stream);
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

/** Adds what another part of the run has counted. */
export function addTotals(meter: Meter, totals: MeterTotals): void {
  for (const [name, counts] of Object.entries(totals.streams)) addStream(streamMeter(meter, name), counts);
  for (const entity of ['asset', 'finding'] as const) {
    addEntity(meter.entities[entity], totals.entities[entity]);
    meter.repeats[entity] += totals.repeats[entity];
  }
  for (const [name, values] of Object.entries(totals.unmapped))
    for (const [literal, count] of Object.entries(values)) countUnmapped(meter, name, literal, count);
  for (const [stream, count] of Object.entries(totals.repeatedItems)) countRepeated(meter, stream, count);
  // One by one: as arguments of one call they may be more than a stack holds.
  for (const warning of totals.warnings) meter.warnings.push(warning);
  meter.skippedPartitions.count += totals.skippedPartitions.count;
  for (const [stream, { stored, unstored }] of Object.entries(totals.rejects ?? {})) {
    rejectMeter(meter, stream).stored += stored;
    for (const [code, counted] of Object.entries(unstored)) countUnstored(meter, stream, code, counted);
  }
}

export type { RunReport, StreamReport, Warning };
