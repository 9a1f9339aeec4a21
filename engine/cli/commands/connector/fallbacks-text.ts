import type { Manifest } from '../../../manifest/index.ts';
import { compileManifestMap } from '../../../pipeline/connector/index.ts';

/** Lists the map fields that the JSONata interpreter evaluates because they are not compiled, with reasons. */
export async function formatFallbacks(manifest: Manifest): Promise<string> {
  // Time zones can refer to settings, which have no values here; UTC replaces them.
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
    compileManifestMap(manifest, withoutZones(map), scope)
      .listFallbacks()
      .map(({ field, reason }) => `${manifest.id}: maps.${name}.${field} is not compiled: ${reason}\n`),
  );
  return rows.length > 0 ? rows.join('') : `${manifest.id}: all map expressions are compiled\n`;
}
