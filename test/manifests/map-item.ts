import { parseExact } from '../../engine/base/json/index.ts';
import type { Manifest } from '../../engine/manifest/types.generated.ts';
import { type CompiledMap, compileMap, type MapOutcome } from '../../engine/pipeline/map/index.ts';
import { readManifestFile, readSchema } from './connectors.ts';

const ZONE = '{{settings.report_time_zone}}';

/** Map of a shipped manifest, compiled for this report time zone. */
export const compileConnectorMap = (id: string, name: string, zone = 'UTC'): CompiledMap => {
  const manifest = readManifestFile(id);
  const map = manifest.maps[name];
  if (map === undefined) throw new Error(`${id} has no map ${name}`);
  return compileMap({
    entity: map.to,
    schema: readSchema(map.to),
    fields: JSON.parse(JSON.stringify(map.fields).replaceAll(ZONE, zone)),
    enums: manifest.enums ?? {},
    constants: readConstants(manifest, map.to),
    ...(map.where === undefined ? {} : { where: map.where }),
  });
};

const readConstants = ({ about }: Manifest, entity: string): Record<string, unknown> =>
  entity === 'asset' ? { source: about.source } : { vendorProductName: about.vendorProductName };

/** Parses an item like the engine: integers that exceed the range of a number are strings. */
export const parseItem = (text: string): unknown => parseExact(text);

/** Result of mapping one item. */
export const mapOneItem = async (map: CompiledMap, item: unknown, scope: object = {}): Promise<MapOutcome> =>
  map.map(item, { settings: {}, ...scope });
