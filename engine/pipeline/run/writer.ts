import type { Json, JsonObject } from '../../base/json/index.ts';
import type { CompiledStream } from '../connector/connector.ts';
import {
  countRecords,
  type EntityRecords,
  pickRecords,
  type RejectRecord,
  releaseRecords,
  type Sink,
  type SinkRecords,
  toLines,
  writeBatch,
} from '../sink/index.ts';
import { type Batch, countBatch } from './batch.ts';
import type { Parents } from './parents.ts';
import {
  countRepeated,
  countRepeats,
  countUnstored,
  entityCounters,
  type RunCounters,
  rejectMeter,
} from './run-counters.ts';
import type { SeenIdentities } from './seen-identities.ts';

/** Mapped records of one entity that wait to be written. */
export type OutgoingRecords = EntityRecords<SinkRecords>;

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

/**
 * Makes waiting batches as small as the destinations allow: items as text or not at all, and records as lines if no sink
 * reads them.
 */
export function createBatchPacker(sinks: readonly Sink[]): (batch: Batch) => OutgoingBatch {
  const asLines = sinks.every(({ takes }) => takes === 'lines');
  const withItems = sinks.some(({ storesItems }) => storesItems);
  return ({ mapped, ...batch }) => {
    const textOf = itemTexts();
    const collected = new Map<string, Collected>();
    for (const { entity, record, identity, item } of mapped) {
      const of = collected.get(entity) ?? { records: [], identities: [], items: [] };
      if (of.records.length === 0) collected.set(entity, of);
      of.records.push(record);
      of.identities.push(identity);
      if (withItems) of.items.push(textOf(item));
    }
    const pack = ({ records, ...rest }: Collected): OutgoingRecords => ({
      records: asLines ? toLines(records) : records,
      ...rest,
    });
    return { ...batch, entities: new Map([...collected].map(([entity, of]) => [entity, pack(of)])) };
  };
}

/** Records of an entity that are being collected. */
interface Collected {
  readonly records: JsonObject[];
  readonly identities: (string | undefined)[];
  readonly items: string[];
}

/** Writes batches in the order of the run: drops repeats, counts, stores parents, writes to every sink. */
export interface Writer {
  write(stream: CompiledStream, batch: OutgoingBatch): Promise<void>;
}

interface WriterParts {
  readonly sinks: readonly Sink[];
  readonly seen: SeenIdentities;
  readonly parents: Parents;
  readonly counters: RunCounters;
  /** Maximum number of stored rejects per stream. */
  readonly rejectLimit: number;
}

const asReject = (reject: RejectRecord): RejectRecord => reject;

export function createWriter({ sinks, seen, parents, counters, rejectLimit }: WriterParts): Writer {
  /** Picks the records that no earlier batch contained; records without an identity are never repeats. */
  const admit = (entity: string, outgoing: OutgoingRecords): OutgoingRecords => {
    const { records, identities, items } = outgoing;
    const fresh: number[] = [];
    for (let at = 0; at < identities.length; at++)
      if (identities[at] === undefined || seen.add(`${entity}\0${identities[at]}`)) fresh.push(at);
    entityCounters(counters, entity).mapped += identities.length;
    countRepeats(counters, entity, identities.length - fresh.length);
    if (fresh.length === identities.length) return outgoing;
    return {
      records: pickRecords(records, fresh),
      identities: fresh.map((at) => identities[at]),
      items: items.length === 0 ? items : fresh.map((at) => items[at] as string),
    };
  };
  const admitAll = (entities: OutgoingBatch['entities']): readonly (readonly [string, OutgoingRecords])[] =>
    [...entities]
      .map(([entity, outgoing]) => [entity, admit(entity, outgoing)] as const)
      .filter(([, { records }]) => countRecords(records) > 0);
  /**
   * Counts rejected items that were seen before in the same partition. Rejects have no identity, so they are compared by
   * content. An item that several elements or maps reject counts once.
   */
  const countRejectedAgain = (stream: CompiledStream, { rejects, partition }: OutgoingBatch): number => {
    // Children of different parents may look alike.
    const within = ['reject', stream.name, partition.parentKey].join('\0');
    let again = 0;
    let last: Json | undefined;
    let entities = new Set<string>();
    for (const { entity, item } of rejects) {
      if (item !== last) [last, entities] = [item, new Set()];
      if (entities.has(entity)) continue;
      if (typeof item === 'object') entities.add(entity);
      if (!seen.add(`${within}\0${entity}\0${JSON.stringify(item)}`)) again += 1;
    }
    return again;
  };
  return {
    async write(stream, batch) {
      countBatch(counters, stream, batch);
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
      const counts = admitted.map(([entity, { records }]) => [entity, countRecords(records)] as const);
      const outgoing = { entities: Object.fromEntries(admitted), rejects, ancestors: batch.partition.ancestors };
      for (const sink of sinks) await writeBatch(sink, outgoing);
      for (const [, { records }] of admitted) releaseRecords(records);
      for (const [entity, count] of counts) entityCounters(counters, entity).written += count;
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
