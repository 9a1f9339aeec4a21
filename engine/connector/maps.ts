import assetSchema from '../../schemas/asset.schema.json' with { type: 'json' };
import findingSchema from '../../schemas/finding.schema.json' with { type: 'json' };
import type { Manifest, MapSpec } from '../manifest/index.ts';
import { type CompiledMap, compileMap } from '../map/index.ts';
import { compileTemplate } from '../template/index.ts';
import type { Entity, Scope } from './connector.ts';

/** The target entities' schemas. */
export const TARGETS: Readonly<Record<Entity, object>> = { asset: assetSchema, finding: findingSchema };

/** What every record of an entity carries unless the map says otherwise. */
function constantsOf({ about }: Manifest, map: MapSpec): Readonly<Record<string, unknown>> {
  const [field, value] = map.to === 'asset' ? ['source', about.source] : ['vendorProductName', about.vendorProductName];
  return Object.hasOwn(map.fields, field) ? {} : { [field]: value };
}

/** Compiles one map of a manifest for a connection. Throws EXPRESSION_SYNTAX, TEMPLATE_SYNTAX, MANIFEST_INVALID. */
export function compileManifestMap(manifest: Manifest, map: MapSpec, scope: Scope): CompiledMap {
  const fields = Object.entries(map.fields).map(([target, field]) => {
    if (typeof field === 'string' || field.zone === undefined) return [target, field];
    return [target, { ...field, zone: compileTemplate(field.zone, 'text').render(scope) }];
  });
  return compileMap({
    entity: map.to,
    schema: TARGETS[map.to],
    fields: Object.fromEntries(fields),
    enums: manifest.enums ?? {},
    constants: constantsOf(manifest, map),
    ...(map.where === undefined ? {} : { where: map.where }),
  });
}
