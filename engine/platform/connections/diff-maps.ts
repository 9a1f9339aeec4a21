import { isObject, type Json, type JsonObject, readPath, toPointer } from '../../base/json/index.ts';
import { findEntity, isBuiltIn, type Manifest, type MapSpec } from '../../manifest/index.ts';
import { previewMap } from '../../workbench/preview/index.ts';
import { type CaseOutcome, type Recording, runCase } from '../../workbench/replay/index.ts';
import { replaceMap } from './check-map.ts';

/** Records and rejects of a sample. */
interface MappedSample {
  readonly records: readonly JsonObject[];
  readonly rejects: readonly { readonly code: string; readonly pointer: string; readonly message: string }[];
}

/** Sample to map: a payload in the format of `preview`, or a recorded case. */
export type MapSample =
  | { readonly kind: 'payload'; readonly name: string; readonly text: string }
  | { readonly kind: 'recording'; readonly name: string; readonly recording: Recording };

/** Changed field; undefined on the side where it is missing. */
export interface FieldChange {
  readonly path: string;
  readonly before: Json | undefined;
  readonly after: Json | undefined;
}

/** Changed record. */
export interface RecordChange {
  readonly sample: string;
  readonly id: string;
  readonly change: 'added' | 'removed' | 'changed';
  readonly fields: readonly FieldChange[];
}

/** Differences between the records of two maps over samples. */
export interface MapDiff {
  readonly samples: number;
  readonly unchanged: number;
  readonly changes: readonly RecordChange[];
  /** Numbers of rejected items, and reasons that only occur with the second map. */
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

const ID_FIELDS: Readonly<Record<string, readonly string[]>> = {
  asset: ['externalAssetId'],
  finding: ['externalFindingId'],
};

/** Lists the fields that identify a map's records: those of the entity, or those that the map marks. */
function listIdFields(manifest: Manifest, { to, fields }: MapSpec): readonly string[] {
  const marked = Object.entries(fields).filter(([, field]) => typeof field === 'object' && field.identity);
  return ID_FIELDS[to] ?? (marked.length > 0 ? marked.map(([name]) => name) : findEntity(manifest, to).identity);
}

const readId = (record: JsonObject, field: string): string => String(readPath(record, field.split('.')) ?? '');

/**
 * Indexes records by identity, or by position if the entity has none. Of several with one identity, the first counts: the
 * comparison is of the same items.
 */
function indexById(records: readonly JsonObject[], fields: readonly string[]): ReadonlyMap<string, JsonObject> {
  const found = new Map<string, JsonObject>();
  for (const [at, record] of records.entries()) {
    const id = fields.length === 0 ? `#${at + 1}` : fields.map((field) => readId(record, field)).join('|');
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

/** Executor of mapping: in this process by default, in a sandbox for untrusted manifests. */
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
  const records = isBuiltIn(entity) ? outcome[entity] : outcome.records?.[entity];
  return { records: (records ?? []) as JsonObject[], rejects: rejects.filter((one) => one.entity === entity) };
}

export interface MapsToCompare {
  /** Name of the manifest's map that both replace. */
  readonly map: string;
  readonly before: MapSpec;
  readonly after: MapSpec;
  readonly runner?: MapRunner;
}

const formatReason = ({ code, pointer }: { code: string; pointer: string }) => `${code} ${pointer}`;

/**
 * Maps each sample with both maps and returns the differences by record and field. Rejects with the errors of mapping an
 * invalid sample.
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
    const [wasById, isById] = [
      indexById(was.records, listIdFields(old, before)),
      indexById(is.records, listIdFields(fresh, after)),
    ];
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
