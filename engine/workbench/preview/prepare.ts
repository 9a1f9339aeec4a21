import { engineError } from '../../base/errors/index.ts';
import type { Bindings } from '../../language/expression/index.ts';
import { checkSettings, formatSuggestion, type Manifest, type MapSpec, openSettings } from '../../manifest/index.ts';
import type { ExtractedItem } from '../../pipeline/extract/index.ts';
import { extractItems, parseSample } from './sample.ts';

export interface PreviewOptions {
  /** Settings beside the defaults. */
  readonly settings?: Readonly<Record<string, string | number | boolean>>;
  /** Items of ancestors and lookups, by the names they have in expressions. */
  readonly scope?: Bindings;
}

/** A map and what it is tried on. */
export interface Prepared {
  readonly map: MapSpec;
  readonly settings: Readonly<Record<string, string | number | boolean>>;
  readonly bindings: Bindings;
  readonly extracted: readonly ExtractedItem[];
}

/** The map of that name. Throws SELECT_UNKNOWN. */
export function findMap(manifest: Manifest, name: string): MapSpec {
  const known = Object.keys(manifest.maps);
  const map = Object.hasOwn(manifest.maps, name) ? manifest.maps[name] : undefined;
  if (map) return map;
  const choices = known.join(', ');
  throw engineError('SELECT_UNKNOWN', { kind: 'maps', value: name, choices, meant: formatSuggestion(name, known) });
}

/** What a map is tried on: the items of a sample, and the names that expressions see. Rejects as `preview` does. */
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
