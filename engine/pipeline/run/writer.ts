import type { CompiledStream } from '../connector/connector.ts';
import { countRecords, pickRecords, type RejectRecord, releaseRecords, type Sink, writeBatch } from '../sink/index.ts';
import { countBatch } from './count-batch.ts';
import type { OutgoingBatch, OutgoingRecords } from './outgoing-records.ts';
import type { Parents } from './parents.ts';
import { admitRejects } from './reject-limit.ts';
import { countRepeated, type Entity, type RunCounters, rejectMeter } from './run-counters.ts';
import type { SeenIdentities } from './seen-identities.ts';

/** Takes batches in the order of the run: drops repeats, counts, keeps parents, writes to every sink. */
export interface Writer {
  write(stream: CompiledStream, batch: OutgoingBatch): Promise<void>;
}

interface WriterParts {
  readonly sinks: readonly Sink[];
  readonly seen: SeenIdentities;
  readonly parents: Parents;
  readonly counters: RunCounters;
  /** Rejects that are stored of one stream at most. */
  readonly rejectLimit: number;
}

/** Records that no batch before had, with the texts of their items where those are kept. */
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
  /** Items that came before and were rejected then, too: they have no identity, so they are known by what they hold. */
  const rejectedAgain = (stream: CompiledStream, rejects: OutgoingBatch['rejects']): number =>
    rejects.filter(({ entity, item }) => !seen.add(`reject\0${stream.name}\0${entity}\0${JSON.stringify(item)}`))
      .length;
  return {
    async write(stream, batch) {
      countBatch(counters, stream, batch);
      const again = rejectedAgain(stream, batch.rejects);
      if (again > 0) countRepeated(counters, stream.name, again);
      const known = parents.add(stream.name, batch.parents);
      // Of what is mapped, the records are counted.
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
