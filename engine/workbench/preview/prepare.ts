import { engineError } from '../../base/errors/index.ts';
import type { Bindings } from '../../language/expression/index.ts';
import {
  checkSettings,
  formatSuggestion,
  listPassThroughs,
  type Manifest,
  type MapSpec,
  openSettings,
  type PassThrough,
  type SettingValues,
} from '../../manifest/index.ts';
import type { ExtractedItem } from '../../pipeline/extract/index.ts';
import { extractItems, parseSample } from './sample.ts';

export interface PreviewOptions {
  /** Settings that override the defaults. */
  readonly settings?: SettingValues;
  /** Items of ancestors and lookups, by their names in expressions. */
  readonly scope?: Bindings;
}

/** Items of a sample with the bindings of expressions. */
export interface PreparedItems {
  readonly settings: SettingValues;
  readonly bindings: Bindings;
  readonly extracted: readonly ExtractedItem[];
}

/** Map with the sample's items and the bindings of its expressions. */
export interface Prepared extends PreparedItems {
  readonly map: MapSpec;
}

/** Finds the pass-through stream with a name, or of an entity with this name. */
export const findPassThrough = (manifest: Manifest, name: string): PassThrough | undefined => {
  const all = listPassThroughs(manifest);
  return all.find(({ stream }) => stream === name) ?? all.find(({ entity }) => entity === name);
};

/** Returns the map with a name. Throws SELECT_UNKNOWN. */
export function findMap(manifest: Manifest, name: string): MapSpec {
  const map = Object.hasOwn(manifest.maps, name) ? manifest.maps[name] : undefined;
  if (map) return map;
  const known = [...Object.keys(manifest.maps), ...listPassThroughs(manifest).map(({ stream }) => stream)];
  const choices = known.join(', ');
  throw engineError('SELECT_UNKNOWN', { kind: 'maps', value: name, choices, meant: formatSuggestion(name, known) });
}

interface Sampled {
  readonly sample: string;
  readonly options?: PreviewOptions | undefined;
}

/** Extracts the items of a sample as a stream does, and binds the names of expressions. Rejects like `previewMap`. */
export async function prepareItems(
  manifest: Manifest,
  stream: string,
  { sample, options = {} }: Sampled,
): Promise<PreparedItems> {
  const { values } = await checkSettings(manifest.settings, options.settings ?? {});
  const settings = openSettings(manifest, values);
  const { text, scope } = parseSample(sample);
  const bindings: Bindings = { settings, run: { id: 'preview' }, ...scope, ...options.scope };
  return { settings, bindings, extracted: await extractItems(manifest, stream, { text, bindings }) };
}

/** Prepares a preview of a map. Rejects like `previewMap`. */
export async function preparePreview(
  manifest: Manifest,
  { map: name, ...sampled }: Sampled & { readonly map: string },
): Promise<Prepared> {
  const map = findMap(manifest, name);
  return { map, ...(await prepareItems(manifest, map.from, sampled)) };
}
