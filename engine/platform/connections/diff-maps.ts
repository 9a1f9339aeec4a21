import { isObject, type Json, type JsonObject, toPointer } from '../../base/json/index.ts';
import type { Manifest, MapSpec } from '../../manifest/index.ts';
import { previewMap } from '../../workbench/preview/index.ts';
import { type CaseOutcome, type Recording, runCase } from '../../workbench/replay/index.ts';
import { replaceMap } from './check-map.ts';

/** What a map gives for a sample. */
interface MappedSample {
  readonly records: readonly JsonObject[];
  readonly rejects: readonly { readonly code: string; readonly pointer: string; readonly message: string }[];
}

/** Something to map: a payload as `preview` takes it, or a recorded case. */
export type MapSample =
  | { readonly kind: 'payload'; readonly name: string; readonly text: string }
  | { readonly kind: 'recording'; readonly name: string; readonly recording: Recording };

/** One field that comes out differently; undefined where it is not there. */
export interface FieldChange {
  readonly path: string;
  readonly before: Json | undefined;
  readonly after: Json | undefined;
}

/** One record that comes out differently. */
export interface RecordChange {
  readonly sample: string;
  readonly id: string;
  readonly change: 'added' | 'removed' | 'changed';
  readonly fields: readonly FieldChange[];
}

/** What changes when one map takes the place of another, over samples. */
export interface MapDiff {
  readonly samples: number;
  readonly unchanged: number;
  readonly changes: readonly RecordChange[];
  /** How many items were rejected, and the reasons that are new. */
  readonly rejects: {
    readonly before: number;
    readonly after: number;
    readonly reasons: readonly { readonly code: string; readonly pointer: string; readonly message: string }[];
  };
}

function* diffFields(before: Json | undefined, after: Json | undefined, path: string[]): Generator<FieldChange> {
  if (isObject(before) && isObject(after)) {
    for (const key of new Set([...Object.keys(before), ...Object.keys(after)]))
      yield* diffFields(before[key], after[key], [...path, key]);
  } else if (JSON.stringify(before) !== JSON.stringify(after)) {
    yield { path: toPointer(path), before, after };
  }
}

const ID_FIELDS = { asset: 'externalAssetId', finding: 'externalFindingId' } as const;

/** Records by their identity; the first of those that share one counts, as in a run. */
function indexById(records: readonly JsonObject[], entity: MapSpec['to']): ReadonlyMap<string, JsonObject> {
  const found = new Map<string, JsonObject>();
  for (const record of records) {
    const id = String(record[ID_FIELDS[entity]] ?? '');
    if (!found.has(id)) found.set(id, record);
  }
  return found;
}

function diffRecords(
  sample: string,
  before: ReadonlyMap<string, JsonObject>,
  after: ReadonlyMap<string, JsonObject>,
): readonly RecordChange[] {
  const ids = [...new Set([...before.keys(), ...after.keys()])];
  return ids.flatMap((id): RecordChange[] => {
    const [old, fresh] = [before.get(id), after.get(id)];
    const fields = [...diffFields(old ?? {}, fresh ?? {}, [])];
    const change = old === undefined ? 'added' : fresh === undefined ? 'removed' : 'changed';
    return fields.length > 0 || change !== 'changed' ? [{ sample, id, change, fields }] : [];
  });
}

/** Where samples are mapped: here, unless a manifest that nobody vouches for needs another place. */
export interface MapRunner {
  readonly preview: (manifest: Manifest, map: string, text: string) => Promise<MappedSample>;
  readonly replay: (manifest: Manifest, recording: Recording) => Promise<CaseOutcome>;
}

const LOCAL_RUNNER: MapRunner = { preview: (manifest, map, text) => previewMap(manifest, map, text), replay: runCase };

async function mapWith(
  manifest: Manifest,
  { map, runner = LOCAL_RUNNER }: MapsToCompare,
  sample: MapSample,
): Promise<MappedSample> {
  if (sample.kind === 'payload') return runner.preview(manifest, map, sample.text);
  const { outcome, rejects } = await runner.replay(manifest, sample.recording);
  const entity = manifest.maps[map]?.to ?? 'finding';
  return { records: outcome[entity] as JsonObject[], rejects: rejects.filter((one) => one.entity === entity) };
}

export interface MapsToCompare {
  /** The name of the manifest's map that both stand for. */
  readonly map: string;
  readonly before: MapSpec;
  readonly after: MapSpec;
  readonly runner?: MapRunner;
}

const formatReason = ({ code, pointer }: { code: string; pointer: string }) => `${code} ${pointer}`;

/**
 * Maps each sample with both maps and tells what comes out differently, record by record and field by field. Rejects
 * with what mapping a sample that cannot be read rejects with.
 */
export async function diffMaps(
  manifest: Manifest,
  compared: MapsToCompare,
  samples: readonly MapSample[],
): Promise<MapDiff> {
  const { map, before, after } = compared;
  const [old, fresh] = [replaceMap(manifest, map, before), replaceMap(manifest, map, after)];
  const changes: RecordChange[] = [];
  const rejects: Record<'before' | 'after', MappedSample['rejects'][number][]> = { before: [], after: [] };
  let unchanged = 0;
  for (const sample of samples) {
    const [was, is] = [await mapWith(old, compared, sample), await mapWith(fresh, compared, sample)];
    const [wasById, isById] = [indexById(was.records, before.to), indexById(is.records, after.to)];
    const found = diffRecords(sample.name, wasById, isById);
    changes.push(...found);
    unchanged += wasById.size - found.filter(({ change }) => change !== 'added').length;
    rejects.before.push(...was.rejects);
    rejects.after.push(...is.rejects);
  }
  const known = new Set(rejects.before.map(formatReason));
  const reasons = new Map(
    rejects.after
      .filter((one) => !known.has(formatReason(one)))
      .map(({ code, pointer, message }) => [formatReason({ code, pointer }), { code, pointer, message }]),
  );
  const counts = { before: rejects.before.length, after: rejects.after.length, reasons: [...reasons.values()] };
  return { samples: samples.length, unchanged, changes, rejects: counts };
}
