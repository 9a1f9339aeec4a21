import type { Json } from '../../base/json/index.ts';
import type { Manifest } from '../../manifest/index.ts';
import { traceManifestMap } from '../../pipeline/connector/maps.ts';
import type { MapOutcome, TracedMap } from '../../pipeline/map/index.ts';
import { createInputLister, isReject, type MapInput } from './elements.ts';
import { type PreviewOptions, preparePreview } from './prepare.ts';

/** Outcome of one item of a sample, and the origin of each target. */
export interface Lineage {
  readonly item: Json;
  readonly outcome: MapOutcome;
  /** JSON pointers (RFC 6901) of the leaves that were read for each target. */
  readonly reads: Readonly<Record<string, readonly string[]>>;
}

/** Traces one input. Computed elements have no position in the item, so their reads are unknown. */
async function traceInput(trace: TracedMap, { value, scope, at }: MapInput): Promise<Omit<Lineage, 'item'>> {
  const { outcome, reads } = await trace(value, scope);
  if (at === '') return { outcome, reads };
  const placed = Object.entries(reads).map(([target, pointers]) => [
    target,
    at === null ? [] : pointers.map((pointer) => at + pointer),
  ]);
  return { outcome, reads: Object.fromEntries(placed) };
}

/** Maps a sample item by item and traces the leaves that were read. Omits malformed items. Rejects like `previewMap`. */
export async function traceLineage(
  manifest: Manifest,
  mapName: string,
  sampleText: string,
  options: PreviewOptions = {},
): Promise<readonly Lineage[]> {
  const { map, settings, bindings, extracted } = await preparePreview(manifest, {
    map: mapName,
    sample: sampleText,
    options,
  });
  const trace = traceManifestMap(manifest, map, { settings, filters: {} });
  const all: Lineage[] = [];
  const listInputs = createInputLister(map);
  for (const one of extracted) {
    if (one.kind === 'bad') continue;
    const inputs = await listInputs(one.value, bindings);
    if (isReject(inputs)) all.push({ item: one.value, outcome: inputs, reads: {} });
    else for (const input of inputs) all.push({ item: one.value, ...(await traceInput(trace, input)) });
  }
  return all;
}
