import type { CompiledStream } from '../connector/connector.ts';
import { type Sink, type SinkBatch, type SinkRecord, writeTo } from '../sink/index.ts';
import { countBatch } from './count-batch.ts';
import type { Leaving, LeavingBatch } from './leaving.ts';
import { countRepeated, type Entity, type Meter } from './meter.ts';
import type { Parents } from './parents.ts';
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
}

export function createWriter({ sinks, seen, parents, meter }: WriterParts): Writer {
  const admit = (mapped: readonly Leaving[]): Record<Entity, SinkRecord[]> => {
    const admitted: Record<Entity, SinkRecord[]> = { asset: [], finding: [] };
    for (const { entity, record, identity } of mapped) {
      meter.entities[entity].mapped += 1;
      if (seen.add(`${entity}\0${identity}`)) admitted[entity].push(record);
      else meter.repeats[entity] += 1;
    }
    return admitted;
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
      const admitted = admit(batch.mapped);
      const written: SinkBatch<SinkRecord> = { ...admitted, rejects: batch.rejects };
      if (written.asset.length + written.finding.length + written.rejects.length === 0) return;
      for (const sink of sinks) await writeTo(sink, written);
      meter.entities.asset.written += written.asset.length;
      meter.entities.finding.written += written.finding.length;
    },
  };
}
