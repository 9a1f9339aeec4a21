import { type EvaluationLimits, UNTRUSTED_LIMITS } from '../../../language/expression/index.ts';
import type { Manifest, MapSpec } from '../../../manifest/index.ts';
import { buildMapSpec } from '../../../pipeline/connector/maps.ts';
import type { ExtractedItem } from '../../../pipeline/extract/index.ts';
import { createExplainer, type Explainer, type ItemExplanation } from '../../../pipeline/map/index.ts';
import { createInputLister, isReject, type MapInput } from '../elements.ts';
import { preparePreview } from '../prepare.ts';

/** Evaluation limits while a user types. Several endless expressions must fit into the sandbox's deadline. */
const LIMITS: EvaluationLimits = { ...UNTRUSTED_LIMITS, time: 250 };

/** Input of the map with its explanation, which is undefined for a malformed item. */
export interface MappedItem {
  readonly extracted: ExtractedItem;
  /** Index of its item in the sample. */
  readonly index: number;
  readonly input: MapInput;
  readonly explained: ItemExplanation | undefined;
}

/** Sample, mapped item by item. */
export interface MappedSample {
  readonly manifest: Manifest;
  readonly name: string;
  readonly map: MapSpec;
  readonly explainer: Explainer;
  /** Items of the sample, including those that were not mapped. */
  readonly extracted: readonly ExtractedItem[];
  /** Number of items that were mapped. */
  readonly mapped: number;
  /** Inputs of the map: the items, or their elements if the map has `each`. */
  readonly items: readonly MappedItem[];
}

/** Result of an item without elements: it gives no record. */
const WITHOUT_ELEMENTS: ItemExplanation = { outcome: { kind: 'skipped' }, cells: [] };

/** Maps the first items of a sample, or all. Rejects with SELECT_UNKNOWN, BODY_…, RECORDS_…, TEMPLATE_…, or a RangeError for invalid targets. */
export async function mapSample(
  manifest: Manifest,
  name: string,
  { sample, first = Number.POSITIVE_INFINITY }: { readonly sample: string; readonly first?: number | undefined },
): Promise<MappedSample> {
  const { map, settings, bindings, extracted } = await preparePreview(manifest, { map: name, sample });
  const explainer = createExplainer(buildMapSpec(manifest, map, { settings, filters: {} }), { limits: LIMITS });
  const listInputs = createInputLister(map);
  const items: MappedItem[] = [];
  const mapped = extracted.slice(0, first);
  for (const [index, one] of mapped.entries()) {
    const item = one.kind === 'bad' ? one.raw : one.value;
    const whole: MapInput = { value: item, item, scope: bindings, at: '' };
    const inputs = one.kind === 'bad' ? [] : await listInputs(item, bindings);
    if (one.kind === 'bad') items.push({ extracted: one, index, input: whole, explained: undefined });
    else if (isReject(inputs))
      items.push({ extracted: one, index, input: whole, explained: { outcome: inputs, cells: [] } });
    else if (inputs.length === 0) items.push({ extracted: one, index, input: whole, explained: WITHOUT_ELEMENTS });
    for (const input of isReject(inputs) ? [] : inputs)
      items.push({ extracted: one, index, input, explained: await explainer.explain(input.value, input.scope) });
  }
  return { manifest, name, map, explainer, extracted, items, mapped: mapped.length };
}
