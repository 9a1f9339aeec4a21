import { engineError } from '../../base/errors/index.ts';
import type { Bindings } from '../../language/expression/index.ts';
import { checkSettings, didYouMean, type Manifest, type MapSpec, openSettings } from '../../manifest/index.ts';
import type { Extracted } from '../../pipeline/extract/index.ts';
import { itemsOf, sampleOf } from './sample.ts';

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
  readonly extracted: readonly Extracted[];
}

/** The map of that name. Throws SELECT_UNKNOWN. */
export function mapNamed(manifest: Manifest, name: string): MapSpec {
  const known = Object.keys(manifest.maps);
  const map = Object.hasOwn(manifest.maps, name) ? manifest.maps[name] : undefined;
  if (map) return map;
  const choices = known.join(', ');
  throw engineError('SELECT_UNKNOWN', { kind: 'maps', value: name, choices, meant: didYouMean(name, known) });
}

/** What a map is tried on: the items of a sample, and the names that expressions see. Rejects as `preview` does. */
export async function prepare(
  manifest: Manifest,
  { map: name, sample, options = {} }: { map: string; sample: string; options?: PreviewOptions | undefined },
): Promise<Prepared> {
  const map = mapNamed(manifest, name);
  const { values } = await checkSettings(manifest.settings, options.settings ?? {});
  const settings = openSettings(manifest, values);
  const { text, scope } = sampleOf(sample);
  const bindings: Bindings = { settings, run: { id: 'preview' }, ...scope, ...options.scope };
  return { map, settings, bindings, extracted: await itemsOf(manifest, map, { text, bindings }) };
}
