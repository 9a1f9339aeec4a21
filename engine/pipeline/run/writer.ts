import type { Json, JsonObject } from '../../base/json/index.ts';
import type { CompiledStream } from '../connector/connector.ts';
import {
  countRecords,
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
import { countRepeated, countUnstored, type Entity, type RunCounters, rejectMeter } from './run-counters.ts';
import type { SeenIdentities } from './seen-identities.ts';

/** Mapped records of one entity that wait to be written. */
export interface OutgoingRecords {
  readonly records: SinkRecords;
  /** Identity of each record. */
  readonly identities: readonly string[];
  /** JSON text of the item of each record; empty if no sink stores items. */
  readonly items: readonly string[];
}

/** Batch that waits to be written. */
export interface OutgoingBatch extends Omit<Batch, 'mapped'>, Readonly<Record<Entity, OutgoingRecords>> {}

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
    const leaving = (wanted: Entity): OutgoingRecords => {
      const records: JsonObject[] = [];
      const identities: string[] = [];
      const items: string[] = [];
      for (const { entity, record, identity, item } of mapped) {
        if (entity !== wanted) continue;
        records.push(record);
        identities.push(identity);
        if (withItems) items.push(textOf(item));
      }
      return { records: asLines ? toLines(records) : records, identities, items };
    };
    return { ...batch, asset: leaving('asset'), finding: leaving('finding') };
  };
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

/** Records that no earlier batch contained, with the texts of their items if they are stored. */
type Admitted = Pick<OutgoingRecords, 'records' | 'items'>;

const asReject = (reject: RejectRecord): RejectRecord => reject;

export function createWriter({ sinks, seen, parents, counters, rejectLimit }: WriterParts): Writer {
  const admit = (entity: Entity, { records, identities, items }: OutgoingRecords): Admitted => {
    const fresh: number[] = [];
    for (let at = 0; at < identities.length; at++) if (seen.add(`${entity}\0${identities[at]}`)) fresh.push(at);
    counters.entities[entity].mapped += identities.length;
    counters.repeats[entity] += identities.length - fresh.length;
    if (fresh.length === identities.length) return { records, items };
    return {
      records: pickRecords(records, fresh),
      items: items.length === 0 ? items : fresh.map((at) => items[at] as string),
    };
  };
  /** Counts rejects that were seen before. Rejects have no identity, so they are compared by content. */
  const rejectedAgain = (stream: CompiledStream, { rejects, partition }: OutgoingBatch): number => {
    if (rejects.length === 0) return 0;
    // Children of different parents may look alike.
    const within = `reject\0${stream.name}\0${JSON.stringify(partition.ancestors)}`;
    return rejects.filter(({ entity, item }) => !seen.add(`${within}\0${entity}\0${JSON.stringify(item)}`)).length;
  };
  return {
    async write(stream, batch) {
      countBatch(counters, stream, batch);
      const again = rejectedAgain(stream, batch);
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
      const asset = admit('asset', batch.asset);
      const finding = admit('finding', batch.finding);
      const [assets, findings] = [countRecords(asset.records), countRecords(finding.records)];
      if (assets + findings + rejects.length === 0) return;
      const items = { asset: asset.items, finding: finding.items, ancestors: batch.partition.ancestors };
      for (const sink of sinks)
        await writeBatch(sink, { asset: asset.records, finding: finding.records, rejects, items });
      for (const { records } of [asset, finding]) releaseRecords(records);
      counters.entities.asset.written += assets;
      counters.entities.finding.written += findings;
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
