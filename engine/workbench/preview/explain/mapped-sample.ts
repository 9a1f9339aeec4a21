import type { Json } from '../../../base/json/index.ts';
import { type Bindings, type EvaluationLimits, UNTRUSTED_LIMITS } from '../../../language/expression/index.ts';
import type { Manifest, MapSpec } from '../../../manifest/index.ts';
import { buildMapSpec } from '../../../pipeline/connector/maps.ts';
import type { ExtractedItem } from '../../../pipeline/extract/index.ts';
import { createExplainer, type Explainer, type ItemExplanation } from '../../../pipeline/map/index.ts';
import { preparePreview } from '../prepare.ts';

/** Evaluation limits while a user types. Several endless expressions must fit into the sandbox's deadline. */
const LIMITS: EvaluationLimits = { ...UNTRUSTED_LIMITS, time: 250 };

/** Item of the sample with its explanation, which is undefined for a malformed item. */
export interface MappedItem {
  readonly extracted: ExtractedItem;
  readonly item: Json;
  readonly explained: ItemExplanation | undefined;
}

/** Sample, mapped item by item. */
export interface MappedSample {
  readonly manifest: Manifest;
  readonly name: string;
  readonly map: MapSpec;
  readonly explainer: Explainer;
  readonly bindings: Bindings;
  readonly items: readonly MappedItem[];
}

/** Maps the items of a sample. Rejects with SELECT_UNKNOWN, BODY_…, RECORDS_…, TEMPLATE_…, or a RangeError for invalid targets. */
export async function mapSample(manifest: Manifest, name: string, sample: string): Promise<MappedSample> {
  const { map, settings, bindings, extracted } = await preparePreview(manifest, { map: name, sample });
  const explainer = createExplainer(buildMapSpec(manifest, map, { settings, filters: {} }), { limits: LIMITS });
  const items: MappedItem[] = [];
  for (const one of extracted) {
    if (one.kind === 'bad') items.push({ extracted: one, item: one.raw, explained: undefined });
    else items.push({ extracted: one, item: one.value, explained: await explainer.explain(one.value, bindings) });
  }
  return { manifest, name, map, explainer, bindings, items };
}
