import type { Json, JsonObject } from '../../base/json/index.ts';
import type { Bindings } from '../../language/expression/index.ts';
import type { Manifest, MapSpec, PassThrough } from '../../manifest/index.ts';
import { compileManifestMap, compilePassThrough } from '../../pipeline/connector/index.ts';
import type { ExtractedItem } from '../../pipeline/extract/index.ts';
import type { RejectRecord } from '../../pipeline/sink/index.ts';
import { type Coverage, computeCoverage } from './coverage.ts';
import { createInputLister, isReject, type MapInput } from './elements.ts';
import { findPassThrough, type PreviewOptions, prepareItems, preparePreview } from './prepare.ts';

export type { Coverage } from './coverage.ts';
export { type DerivedCase, type DeriveRequest, deriveCase } from './derive-case.ts';
export { type ExplainedSample, type ExplainRequest, explainEmptyPage, explainSample } from './explain/index.ts';
export { type Lineage, traceLineage } from './lineage.ts';
export type { PreviewOptions } from './prepare.ts';

/** Result of mapping a sample. */
export interface Preview {
  readonly records: readonly JsonObject[];
  readonly rejects: readonly RejectRecord[];
  readonly coverage: Coverage;
}

const DAMAGED_FIX = 'Correct the malformed item in the sample.';

interface MappedItems {
  readonly records: JsonObject[];
  readonly rejects: RejectRecord[];
  /** Inputs that the map applies to. Those skipped by its `where` do not count for the coverage. */
  readonly inputs: MapInput[];
}

/** Origin of records: the stream and the entity of a map or a pass-through. */
type Origin = Pick<MapSpec, 'from' | 'to'>;

type RejectCause = Pick<RejectRecord, 'pointer' | 'code' | 'message' | 'fix'>;

const buildReject = ({ to, from }: Origin, { pointer, code, message, fix }: RejectCause, item: Json): RejectRecord => ({
  entity: to,
  stream: from,
  pointer,
  code,
  message,
  fix,
  item,
});

async function mapAll(
  map: MapSpec,
  compiled: ReturnType<typeof compileManifestMap>,
  { extracted, bindings }: { readonly extracted: readonly ExtractedItem[]; readonly bindings: Bindings },
): Promise<MappedItems> {
  const done: MappedItems = { records: [], rejects: [], inputs: [] };
  const listInputs = createInputLister(map);
  for (const one of extracted) {
    if (one.kind === 'bad') {
      done.rejects.push(buildReject(map, { ...one, fix: DAMAGED_FIX }, one.raw));
      continue;
    }
    const inputs = await listInputs(one.value, bindings);
    if (isReject(inputs)) {
      done.rejects.push(buildReject(map, inputs, one.value));
      continue;
    }
    for (const input of inputs) {
      const outcome = await compiled.map(input.value, input.scope);
      if (outcome.kind === 'skipped') continue;
      done.inputs.push(input);
      const pointer = (input.at ?? '') + (outcome.kind === 'reject' ? outcome.pointer : '');
      if (outcome.kind === 'reject') done.rejects.push(buildReject(map, { ...outcome, pointer }, one.value));
      else done.records.push(outcome.record as JsonObject);
    }
  }
  return done;
}

/** Returns the records that a pass-through stream gives for a sample. */
async function previewPassThrough(
  manifest: Manifest,
  passed: PassThrough,
  sampled: { readonly sample: string; readonly options: PreviewOptions },
): Promise<Preview> {
  const { bindings, extracted } = await prepareItems(manifest, passed.stream, sampled);
  const { map } = compilePassThrough(manifest, passed);
  const origin: Origin = { from: passed.stream, to: passed.entity };
  const records: JsonObject[] = [];
  const rejects: RejectRecord[] = [];
  for (const one of extracted) {
    if (one.kind === 'bad') {
      rejects.push(buildReject(origin, { ...one, fix: DAMAGED_FIX }, one.raw));
      continue;
    }
    const outcome = await map.map(one.value, bindings);
    if (outcome.kind === 'reject') rejects.push(buildReject(origin, outcome, one.value));
    if (outcome.kind === 'record') records.push(outcome.record as JsonObject);
  }
  return { records, rejects, coverage: { items: extracted.length, fields: {}, enums: {} } };
}

/**
 * Maps a sample payload with one of the manifest's maps, or passes it through a stream without a map, without network access or secrets. Rejects with SELECT_UNKNOWN,
 * with BODY_… for an invalid payload, and with the syntax error of an expression.
 */
export async function previewMap(
  manifest: Manifest,
  mapName: string,
  sampleText: string,
  options: PreviewOptions = {},
): Promise<Preview> {
  const passed = Object.hasOwn(manifest.maps, mapName) ? undefined : findPassThrough(manifest, mapName);
  if (passed) return previewPassThrough(manifest, passed, { sample: sampleText, options });
  const { map, settings, bindings, extracted } = await preparePreview(manifest, {
    map: mapName,
    sample: sampleText,
    options,
  });
  const compiled = compileManifestMap(manifest, map, { settings, filters: {} });
  const { records, rejects, inputs } = await mapAll(map, compiled, { extracted, bindings });
  return { records, rejects, coverage: await computeCoverage(manifest, map, { inputs, records }) };
}
