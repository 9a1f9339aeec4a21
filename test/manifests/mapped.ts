import { parseExact } from '../../engine/base/json/index.ts';
import type { Manifest } from '../../engine/manifest/types.generated.ts';
import { type CompiledMap, compileMap, type Outcome } from '../../engine/pipeline/map/index.ts';
import { type ConnectorId, manifestOf, schemaOf } from './connectors.ts';

const ZONE = '{{settings.report_time_zone}}';

/** A map of a shipped manifest, compiled as a connection with this report zone has it. */
export const compiledMap = (id: ConnectorId, name: string, zone = 'UTC'): CompiledMap => {
  const manifest = manifestOf(id);
  const map = manifest.maps[name];
  if (map === undefined) throw new Error(`${id} has no map ${name}`);
  return compileMap({
    entity: map.to,
    schema: schemaOf(map.to),
    fields: JSON.parse(JSON.stringify(map.fields).replaceAll(ZONE, zone)),
    enums: manifest.enums ?? {},
    constants: constantsOf(manifest, map.to),
    ...(map.where === undefined ? {} : { where: map.where }),
  });
};

const constantsOf = ({ about }: Manifest, entity: 'asset' | 'finding'): Record<string, unknown> =>
  entity === 'asset' ? { source: about.source } : { vendorProductName: about.vendorProductName };

/** An item as the engine reads it: integers that a number cannot hold are texts. */
export const itemOf = (text: string): unknown => parseExact(text);

/** What a map makes of one item. */
export const mapped = async (map: CompiledMap, item: unknown, scope: object = {}): Promise<Outcome> =>
  map.map(item, { settings: {}, ...scope });
