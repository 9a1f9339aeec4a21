import type { Json } from '../../base/json/index.ts';
import type { Manifest } from '../../manifest/index.ts';
import { traceManifestMap } from '../../pipeline/connector/maps.ts';
import type { MapOutcome } from '../../pipeline/map/index.ts';
import { type PreviewOptions, preparePreview } from './prepare.ts';

/** Outcome of one item of a sample, and the origin of each target. */
export interface Lineage {
  readonly item: Json;
  readonly outcome: MapOutcome;
  /** JSON pointers (RFC 6901) of the leaves that were read for each target. */
  readonly reads: Readonly<Record<string, readonly string[]>>;
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
  for (const one of extracted) {
    if (one.kind === 'item') all.push({ item: one.value, ...(await trace(one.value, bindings)) });
  }
  return all;
}
