import { compileManifestMap } from '../connector/index.ts';
import { engineError } from '../errors/index.ts';
import type { Bindings } from '../expression/index.ts';
import type { Extracted } from '../extract/index.ts';
import type { Json, JsonObject } from '../json/index.ts';
import { checkSettings, didYouMean, type Manifest, type MapSpec } from '../manifest/index.ts';
import type { RejectRecord } from '../sink/index.ts';
import { type Coverage, coverageOf } from './coverage.ts';
import { itemsOf, sampleOf } from './sample.ts';

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

const DAMAGED_FIX = 'The sample holds a damaged item: correct it.';

/** The map of that name. Throws SELECT_UNKNOWN. */
export function mapNamed(manifest: Manifest, name: string): MapSpec {
  const known = Object.keys(manifest.maps);
  const map = Object.hasOwn(manifest.maps, name) ? manifest.maps[name] : undefined;
  if (map) return map;
  const choices = known.join(', ');
  throw engineError('SELECT_UNKNOWN', { kind: 'maps', value: name, choices, meant: didYouMean(name, known) });
}

interface Mapped {
  readonly records: JsonObject[];
  readonly rejects: RejectRecord[];
  /** Items that the map is for: those that its `where` leaves out say nothing about its coverage. */
  readonly items: Json[];
}

type Why = Pick<RejectRecord, 'pointer' | 'code' | 'message' | 'fix'>;

const rejectOf = ({ to, from }: MapSpec, { pointer, code, message, fix }: Why, item: Json): RejectRecord => ({
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
  { extracted, bindings }: { readonly extracted: readonly Extracted[]; readonly bindings: Bindings },
): Promise<Mapped> {
  const done: Mapped = { records: [], rejects: [], items: [] };
  for (const one of extracted) {
    if (one.kind === 'bad') {
      done.rejects.push(rejectOf(map, { ...one, fix: DAMAGED_FIX }, one.raw));
      continue;
    }
    const outcome = await compiled.map(one.value, bindings);
    if (outcome.kind === 'skipped') continue;
    done.items.push(one.value);
    if (outcome.kind === 'reject') done.rejects.push(rejectOf(map, outcome, one.value));
    else done.records.push(outcome.record as JsonObject);
  }
  return done;
}

const withoutSecrets = ({ settings }: Manifest, values: NonNullable<PreviewOptions['settings']>) =>
  Object.fromEntries(Object.entries(values).filter(([name]) => !settings.properties[name]?.writeOnly));

/**
 * Maps a sample payload with one of the manifest's maps, with no network and no secret. Rejects with SELECT_UNKNOWN,
 * with BODY_… for a payload that cannot be read, and with what an expression that does not parse throws.
 */
export async function preview(
  manifest: Manifest,
  mapName: string,
  sampleText: string,
  options: PreviewOptions = {},
): Promise<Preview> {
  const map = mapNamed(manifest, mapName);
  const { values } = await checkSettings(manifest.settings, options.settings ?? {});
  const settings = withoutSecrets(manifest, values);
  const { text, scope } = sampleOf(sampleText);
  const bindings: Bindings = { settings, run: { id: 'preview' }, ...scope, ...options.scope };
  const extracted = await itemsOf(manifest, map, { text, bindings });
  const compiled = compileManifestMap(manifest, map, { settings, filters: {} });
  const { records, rejects, items } = await mapAll(map, compiled, { extracted, bindings });
  return { records, rejects, coverage: await coverageOf(manifest, map, { items, records, bindings }) };
}
