import { crc32 } from 'node:zlib';
import type { Json, JsonObject } from '../../base/json/index.ts';
import type { CompiledStream } from '../connector/connector.ts';
import {
  countRecords,
  type EntityRecords,
  type Lines,
  pickRecords,
  type RejectRecord,
  releaseRecords,
  type Sink,
  type SinkRecords,
  toLines,
  writeBatch,
} from '../sink/index.ts';
import { type Batch, buildRejectScope, countBatch } from './batch.ts';
import type { Parents } from './parents.ts';
import type { RecordVersion } from './record-version.ts';
import {
  countRepeated,
  countRepeats,
  countUnstored,
  entityCounters,
  type RunCounters,
  rejectMeter,
} from './run-counters.ts';
import type { SeenRecords } from './seen-records.ts';

/** Mapped records of one entity that wait to be written. */
export interface OutgoingRecords extends EntityRecords<SinkRecords> {
  /** Version and hash of the content of each record. */
  readonly versions: readonly number[];
  readonly contents: readonly number[];
  /** Records of which repeats are expected. */
  readonly derived: readonly boolean[];
}

/** Batch that waits to be written. */
export interface OutgoingBatch extends Omit<Batch, 'mapped'> {
  /** Records by entity, in the order of the stream's maps. */
  readonly entities: ReadonlyMap<string, OutgoingRecords>;
}

/** Creates a function that returns the JSON text of an item and reuses it for further records of the same item. */
function itemTexts(): (item: Json) => string {
  let last: Json | undefined;
  let text = '';
  return (item) => {
    if (item !== last) [last, text] = [item, JSON.stringify(item)];
    return text;
  };
}

/** Records of an entity that are being collected. */
interface Collected {
  readonly versionOf: RecordVersion;
  readonly records: JsonObject[];
  readonly identities: (string | undefined)[];
  readonly items: string[];
  readonly versions: number[];
  readonly contents: number[];
  readonly derived: boolean[];
}

const createCollected = (versionOf: RecordVersion): Collected => ({
  versionOf,
  records: [],
  identities: [],
  items: [],
  versions: [],
  contents: [],
  derived: [],
});

/** Returns the hash of each line. */
function hashLines({ bytes, ends }: Lines): number[] {
  let start = 0;
  return ends.map((end) => {
    const content = crc32(bytes.subarray(start, end));
    start = end;
    return content;
  });
}

/**
 * Makes waiting batches as small as the destinations allow: items as text or not at all, and records as lines if no sink
 * reads them. Adds what decides between records with the same identity.
 */
export function createBatchPacker(
  sinks: readonly Sink[],
  versionOf: (entity: string) => RecordVersion,
): (batch: Batch) => OutgoingBatch {
  const asLines = sinks.every(({ takes }) => takes === 'lines');
  const withItems = sinks.some(({ storesItems }) => storesItems);
  const pack = ({ versionOf: _, records, ...rest }: Collected): OutgoingRecords => {
    if (!asLines) return { records, ...rest };
    const lines = toLines(records);
    return { ...rest, records: lines, contents: hashLines(lines) };
  };
  return ({ mapped, ...batch }) => {
    const textOf = itemTexts();
    const collected = new Map<string, Collected>();
    let last: Json | undefined;
    for (const { entity, record, identity, item, derived } of mapped) {
      const of = collected.get(entity) ?? createCollected(versionOf(entity));
      if (of.records.length === 0) collected.set(entity, of);
      of.records.push(record);
      of.identities.push(identity);
      of.versions.push(of.versionOf(record));
      of.derived.push(derived);
      if (withItems) of.items.push(textOf(item));
      // The text of the item is available, and identifies its only record.
      if (!asLines) of.contents.push(crc32(withItems && item !== last ? textOf(item) : JSON.stringify(record)));
      last = item;
    }
    return { ...batch, entities: new Map([...collected].map(([entity, of]) => [entity, pack(of)])) };
  };
}

/** Writes batches in the order of the run: drops repeats, counts, stores parents, writes to every sink. */
export interface Writer {
  write(stream: CompiledStream, batch: OutgoingBatch): Promise<void>;
}

interface WriterParts {
  readonly sinks: readonly Sink[];
  readonly seen: SeenRecords;
  readonly parents: Parents;
  readonly counters: RunCounters;
  /** Maximum number of stored rejects per stream. */
  readonly rejectLimit: number;
}

/** Records to write, and the number of new ones among them. */
interface Admitted extends EntityRecords<SinkRecords> {
  readonly added: number;
}

const asReject = (reject: RejectRecord): RejectRecord => reject;

export function createWriter({ sinks, seen, parents, counters, rejectLimit }: WriterParts): Writer {
  /**
   * Picks the records that no earlier batch contained, and those that replace an earlier one. Records without an identity are
   * never repeats.
   */
  const admit = (entity: string, outgoing: OutgoingRecords): Admitted => {
    const { records, identities, items, versions, contents, derived } = outgoing;
    const known = seen.of(entity);
    const picked: number[] = [];
    let added = 0;
    let repeats = 0;
    for (let at = 0; at < identities.length; at += 1) {
      const identity = identities[at];
      const record = { version: versions[at] ?? 0, content: contents[at] ?? 0 };
      const outcome = identity === undefined ? 'new' : known.add(identity, record);
      if (identity === undefined) known.skipTo(known.next + 1);
      if (outcome !== 'repeated') picked.push(at);
      if (outcome === 'new') added += 1;
      else if (!derived[at]) repeats += 1;
    }
    entityCounters(counters, entity).mapped += identities.length;
    countRepeats(counters, entity, repeats);
    if (picked.length === identities.length) return { records, identities, items, added };
    return {
      added,
      records: pickRecords(records, picked),
      identities: picked.map((at) => identities[at]),
      items: items.length === 0 ? items : picked.map((at) => items[at] as string),
    };
  };
  const admitAll = (entities: OutgoingBatch['entities']): readonly (readonly [string, Admitted])[] =>
    [...entities]
      .map(([entity, outgoing]) => [entity, admit(entity, outgoing)] as const)
      .filter(([, { records }]) => countRecords(records) > 0);
  /**
   * Counts rejected items that were seen before in the same partition. Rejects have no identity, so they are compared by
   * content. An item that several elements or maps reject counts once.
   */
  const countRejectedAgain = (stream: CompiledStream, { rejects, partition }: OutgoingBatch): number => {
    // Children of different parents may look alike.
    const within = [stream.name, partition.parentKey].join('\0');
    let again = 0;
    let last: Json | undefined;
    let entities = new Set<string>();
    for (const { entity, item } of rejects) {
      if (item !== last) [last, entities] = [item, new Set()];
      if (entities.has(entity)) continue;
      if (typeof item === 'object') entities.add(entity);
      if (seen.rejects.add(`${within}\0${entity}\0${JSON.stringify(item)}`) === 'repeated') again += 1;
    }
    return again;
  };
  return {
    async write(read, batch) {
      countBatch(counters, read, batch);
      const stream = batch.member ?? read;
      const again = countRejectedAgain(stream, batch);
      if (again > 0) countRepeated(counters, stream.name, again);
      const known = parents.add(stream.name, batch.parents);
      // For mapped streams, repeated records are counted instead.
      if (known > 0 && stream.mappings.length === 0) countRepeated(counters, stream.name, known);
      const room = rejectLimit - rejectMeter(counters, stream.name).stored;
      const rejects = admitRejects(
        counters,
        { stream: stream.name, room },
        { rejects: batch.rejects, reject: asReject },
      );
      const admitted = admitAll(batch.entities);
      if (admitted.length + rejects.length === 0) return;
      const outgoing = { entities: Object.fromEntries(admitted), rejects, scope: buildRejectScope(batch) };
      for (const sink of sinks) await writeBatch(sink, outgoing);
      for (const [, { records }] of admitted) releaseRecords(records);
      for (const [entity, { added }] of admitted) entityCounters(counters, entity).written += added;
    },
  };
}

/** Longer example messages are truncated, because checkpoints and reports store them. */
const EXAMPLE_LENGTH = 300;

/**
 * Returns the rejects of a stream that still fit its limit, in order. Counts them, and the others by code.
 */
export function admitRejects<T>(
  counters: RunCounters,
  { stream, room }: { readonly stream: string; readonly room: number },
  { rejects, reject }: { readonly rejects: readonly T[]; readonly reject: (one: T) => RejectRecord },
): readonly T[] {
  if (rejects.length === 0) return rejects;
  const stored = rejects.length <= room ? rejects : rejects.slice(0, Math.max(0, room));
  rejectMeter(counters, stream).stored += stored.length;
  for (const one of rejects.slice(stored.length)) {
    const { code, message } = reject(one);
    countUnstored(counters, stream, code, { count: 1, example: message.slice(0, EXAMPLE_LENGTH) });
  }
  return stored;
}
