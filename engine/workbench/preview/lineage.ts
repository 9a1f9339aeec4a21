import type { Json } from '../../base/json/index.ts';
import type { Manifest } from '../../manifest/index.ts';
import { traceManifestMap } from '../../pipeline/connector/maps.ts';
import type { MapOutcome } from '../../pipeline/map/index.ts';
import { type PreviewOptions, preparePreview } from './prepare.ts';

/** One item of a sample: what became of it, and where each target came from. */
export interface Lineage {
  readonly item: Json;
  readonly outcome: MapOutcome;
  /** By target: RFC 6901 pointers to the leaves of the item that were read for it. */
  readonly reads: Readonly<Record<string, readonly string[]>>;
}

/** As `preview`, item by item and with the leaves that were read; damaged items are left out. Rejects as `preview` does. */
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
