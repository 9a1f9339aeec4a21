import type { Manifest } from '../manifest/index.ts';
import { compileManifestMap } from '../pipeline/connector/index.ts';

/** Which fields of a manifest's maps the stock interpreter answers, and why; for `validate --verbose`. */
export async function formatFallbacks(manifest: Manifest): Promise<string> {
  // Zones come from settings, which a manifest alone has not: UTC stands for them.
  const withoutZones = (map: Manifest['maps'][string]) => ({
    ...map,
    fields: Object.fromEntries(
      Object.entries(map.fields).map(([target, field]) => [
        target,
        typeof field === 'string' ? field : { ...field, zone: 'UTC' },
      ]),
    ),
  });
  const scope = { settings: {}, filters: {} };
  const rows = Object.entries(manifest.maps).flatMap(([name, map]) =>
    compileManifestMap(manifest, withoutZones(map), scope).fallbacks.map(
      ({ field, reason }) => `${manifest.id}: maps.${name}.${field} is not compiled: ${reason}\n`,
    ),
  );
  return rows.length > 0 ? rows.join('') : `${manifest.id}: every expression of its maps is compiled\n`;
}
