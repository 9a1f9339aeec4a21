import type { CompiledStream } from '../connector/connector.ts';
import { countOf, pick, type RejectRecord, releaseRecords, type Sink, writeTo } from '../sink/index.ts';
import { countBatch } from './count-batch.ts';
import type { Leaving, LeavingBatch } from './leaving.ts';
import { countRepeated, type Entity, type Meter, rejectMeter } from './meter.ts';
import type { Parents } from './parents.ts';
import { admitRejects } from './reject-limit.ts';
import type { Seen } from './seen.ts';

/** Takes batches in the order of the run: drops repeats, counts, keeps parents, writes to every sink. */
export interface Writer {
  write(stream: CompiledStream, batch: LeavingBatch): Promise<void>;
}

interface WriterParts {
  readonly sinks: readonly Sink[];
  readonly seen: Seen;
  readonly parents: Parents;
  readonly meter: Meter;
  /** Rejects that are stored of one stream at most. */
  readonly rejectLimit: number;
}

/** Records that no batch before had, with the texts of their items where those are kept. */
type Admitted = Pick<Leaving, 'records' | 'items'>;

const asReject = (reject: RejectRecord): RejectRecord => reject;

export function createWriter({ sinks, seen, parents, meter, rejectLimit }: WriterParts): Writer {
  const admit = (entity: Entity, { records, identities, items }: Leaving): Admitted => {
    const fresh: number[] = [];
    for (let at = 0; at < identities.length; at++) if (seen.add(`${entity}\0${identities[at]}`)) fresh.push(at);
    meter.entities[entity].mapped += identities.length;
    meter.repeats[entity] += identities.length - fresh.length;
    if (fresh.length === identities.length) return { records, items };
    return {
      records: pick(records, fresh),
      items: items.length === 0 ? items : fresh.map((at) => items[at] as string),
    };
  };
  /** Items that came before and were rejected then, too: they have no identity, so they are known by what they hold. */
  const rejectedAgain = (stream: CompiledStream, rejects: LeavingBatch['rejects']): number =>
    rejects.filter(({ entity, item }) => !seen.add(`reject\0${stream.name}\0${entity}\0${JSON.stringify(item)}`))
      .length;
  return {
    async write(stream, batch) {
      countBatch(meter, stream, batch);
      const again = rejectedAgain(stream, batch.rejects);
      if (again > 0) countRepeated(meter, stream.name, again);
      const known = parents.add(stream.name, batch.parents);
      // Of what is mapped, the records are counted.
      if (known > 0 && stream.mappings.length === 0) countRepeated(meter, stream.name, known);
      const room = rejectLimit - rejectMeter(meter, stream.name).stored;
      const rejects = admitRejects(meter, { stream: stream.name, room }, { rejects: batch.rejects, reject: asReject });
      const asset = admit('asset', batch.asset);
      const finding = admit('finding', batch.finding);
      const [assets, findings] = [countOf(asset.records), countOf(finding.records)];
      if (assets + findings + rejects.length === 0) return;
      const items = { asset: asset.items, finding: finding.items, ancestors: batch.partition.ancestors };
      for (const sink of sinks) await writeTo(sink, { asset: asset.records, finding: finding.records, rejects, items });
      for (const { records } of [asset, finding]) releaseRecords(records);
      meter.entities.asset.written += assets;
      meter.entities.finding.written += findings;
    },
  };
}
