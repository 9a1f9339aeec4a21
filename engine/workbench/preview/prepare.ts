import { engineError } from '../../base/errors/index.ts';
import type { Bindings } from '../../language/expression/index.ts';
import {
  checkSettings,
  formatSuggestion,
  type Manifest,
  type MapSpec,
  openSettings,
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

/** Map with the sample's items and the bindings of its expressions. */
export interface Prepared {
  readonly map: MapSpec;
  readonly settings: SettingValues;
  readonly bindings: Bindings;
  readonly extracted: readonly ExtractedItem[];
}

/** Returns the map with a name. Throws SELECT_UNKNOWN. */
export function findMap(manifest: Manifest, name: string): MapSpec {
  const known = Object.keys(manifest.maps);
  const map = Object.hasOwn(manifest.maps, name) ? manifest.maps[name] : undefined;
  if (map) return map;
  const choices = known.join(', ');
  throw engineError('SELECT_UNKNOWN', { kind: 'maps', value: name, choices, meant: formatSuggestion(name, known) });
}

/** Prepares a preview: extracts the items of the sample and binds the names of expressions. Rejects like `previewMap`. */
export async function preparePreview(
  manifest: Manifest,
  { map: name, sample, options = {} }: { map: string; sample: string; options?: PreviewOptions | undefined },
): Promise<Prepared> {
  const map = findMap(manifest, name);
  const { values } = await checkSettings(manifest.settings, options.settings ?? {});
  const settings = openSettings(manifest, values);
  const { text, scope } = parseSample(sample);
  const bindings: Bindings = { settings, run: { id: 'preview' }, ...scope, ...options.scope };
  return { map, settings, bindings, extracted: await extractItems(manifest, map, { text, bindings }) };
}
