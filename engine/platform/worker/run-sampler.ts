import type { Json } from '../../base/json/index.ts';
import { createRedactor, redactJson } from '../../base/secret/index.ts';
import { SAMPLE_ITEMS, type SampledItem, type SampleOwner, storeSample } from '../../inventory/store/sample-rows.ts';
import type { Tx } from '../../inventory/store/store.ts';
import type { Connector } from '../../pipeline/connector/index.ts';
import { type Batch, buildRejectScope } from '../../pipeline/run/batch.ts';

/** Characters of an item with its ancestors: larger ones are no samples. */
const MAX_CHARACTERS = 32_768;

/** Sample of a run: the first items of each stream, mapped or rejected, for trying maps. */
export interface RunSampler {
  /** Returns the items of a batch that belong to the sample, with the connection's secrets redacted. */
  pick(stream: string, batch: Pick<Batch, 'mapped' | 'rejects' | 'partition' | 'times'>): readonly SampledItem[];
  /** Stores picked items. Call it in a transaction that locks the run. */
  store(tx: Tx, of: SampleOwner, picked: readonly SampledItem[]): Promise<void>;
}

/** Creates the sampler of a run, which all its slices on this worker share. */
export function createRunSampler({ secrets }: Pick<Connector, 'secrets'>): RunSampler {
  /** Streams whose sample is complete. */
  const full = new Set<string>();
  const redact = createRedactor(secrets);
  const toText = (value: Json): string => JSON.stringify(redactJson(value, redact));
  return {
    pick(stream, batch) {
      if (full.has(stream)) return [];
      const scope = toText(buildRejectScope(batch).bindings);
      // An item that several maps read occurs once per record.
      const items = new Set([...batch.mapped, ...batch.rejects].map(({ item }) => item));
      return [...items].slice(0, SAMPLE_ITEMS).flatMap((value) => {
        const item = toText(value);
        return item.length + scope.length > MAX_CHARACTERS ? [] : [{ stream, item, scope }];
      });
    },
    async store(tx, of, picked) {
      for (const [stream, items] of Map.groupBy(picked, (one) => one.stream))
        if (await storeSample(tx, { ...of, stream }, items)) full.add(stream);
    },
  };
}
