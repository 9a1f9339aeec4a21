import { compileManifestMap } from '../connector/index.ts';
import { engineError } from '../errors/index.ts';
import type { Bindings } from '../expression/index.ts';
import { compileExtraction, type Extracted } from '../extract/index.ts';
import { type Json, type JsonObject, parseExact } from '../json/index.ts';
import { checkSettings, didYouMean, type Manifest, type MapSpec } from '../manifest/index.ts';
import type { RejectRecord } from '../sink/index.ts';
import { type Coverage, coverageOf } from './coverage.ts';

export type { Coverage } from './coverage.ts';

/** What a sample maps to. */
export interface Preview {
  readonly records: readonly JsonObject[];
  readonly rejects: readonly RejectRecord[];
  readonly coverage: Coverage;
}

export interface PreviewOptions {
  /** Settings beside the defaults. */
  readonly settings?: Readonly<Record<string, string | number | boolean>>;
  /** Items of ancestors and lookups, by the names they have in expressions. */
  readonly scope?: Bindings;
}

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The map of that name. Throws SELECT_UNKNOWN. */
export function mapNamed(manifest: Manifest, name: string): MapSpec {
  const known = Object.keys(manifest.maps);
  const map = Object.hasOwn(manifest.maps, name) ? manifest.maps[name] : undefined;
  if (map) return map;
  throw engineError('SELECT_UNKNOWN', {
    kind: 'maps',
    value: name,
    choices: known.join(', '),
    meant: didYouMean(name, known),
  });
}

async function fromPage(
  manifest: Manifest,
  map: MapSpec,
  { text, bindings }: { text: string; bindings: Bindings },
): Promise<readonly Extracted[]> {
  const stream = manifest.streams[map.from];
  if (!stream) return [];
  const { records, absentWhen, decoder } = stream;
  const extraction = compileExtraction({
    records,
    ...(absentWhen ? { absentWhen } : {}),
    ...(decoder ? { decoder } : {}),
  });
  const items: Extracted[] = [];
  for await (const batch of extraction.read([Buffer.from(text)], bindings)) items.push(...batch);
  return items;
}

const asItems = (values: readonly Json[]): Extracted[] => values.map((value) => ({ kind: 'item', value }));

function parsed(text: string): Json | undefined {
  try {
    return parseExact(text) as Json;
  } catch {
    return undefined;
  }
}

/** A sample as a user has it: a whole page where the stream's selector finds items in it, else a list, else one item. */
async function itemsOf(
  manifest: Manifest,
  map: MapSpec,
  sample: { text: string; bindings: Bindings },
): Promise<readonly Extracted[]> {
  const value = parsed(sample.text);
  if (Array.isArray(value)) return asItems(value as readonly Json[]);
  try {
    return await fromPage(manifest, map, sample);
  } catch (error) {
    if (value === undefined) throw error;
    return asItems([value]);
  }
}

/** A sample that names its scope: `{ "item" | "items" | "page": …, "scope": { "application": … } }`. */
function unwrapped(text: string): { text: string; scope: Bindings } {
  const value = parsed(text);
  if (!isObject(value) || !isObject(value['scope'])) return { text, scope: {} };
  const inner = value['page'] ?? value['items'] ?? value['item'];
  return inner === undefined ? { text, scope: {} } : { text: JSON.stringify(inner), scope: value['scope'] };
}

const valuesOf = (manifest: Manifest, given: PreviewOptions['settings']) =>
  checkSettings(manifest.settings, given ?? {}).then(({ values }) => values);

/**
 * Maps a sample payload with one of the manifest's maps, with no network and no secret. Rejects with SELECT_UNKNOWN,
 * SAMPLE_UNREADABLE, and what an expression that does not parse throws.
 */
export async function preview(
  manifest: Manifest,
  mapName: string,
  sampleText: string,
  options: PreviewOptions = {},
): Promise<Preview> {
  const map = mapNamed(manifest, mapName);
  const values = await valuesOf(manifest, options.settings);
  const visible = Object.fromEntries(
    Object.entries(values).filter(([name]) => !manifest.settings.properties[name]?.writeOnly),
  );
  const sample = unwrapped(sampleText);
  const bindings: Bindings = { settings: visible, run: { id: 'preview' }, ...sample.scope, ...options.scope };
  const items = await itemsOf(manifest, map, { text: sample.text, bindings });
  const compiled = compileManifestMap(manifest, map, { settings: { ...values }, filters: {} });
  const records: JsonObject[] = [];
  const rejects: RejectRecord[] = [];
  for (const one of items) {
    const reject = (why: Pick<RejectRecord, 'pointer' | 'code' | 'message' | 'fix'>, item: Json) =>
      rejects.push({
        entity: map.to,
        stream: map.from,
        pointer: why.pointer,
        code: why.code,
        message: why.message,
        fix: why.fix,
        item,
      });
    if (one.kind === 'bad') {
      reject({ ...one, fix: 'The sample holds a damaged item: correct it.' }, one.raw);
      continue;
    }
    const outcome = await compiled.map(one.value, bindings);
    if (outcome.kind === 'record') records.push(outcome.record as JsonObject);
    else if (outcome.kind === 'reject') reject(outcome, one.value);
  }
  const raw = items.flatMap((one) => (one.kind === 'item' ? [one.value] : []));
  return { records, rejects, coverage: await coverageOf(manifest, map, { items: raw, records, bindings }) };
}
