import type { ValidateFunction } from 'ajv';
import assetSchema from '../../../schemas/asset.schema.json' with { type: 'json' };
import findingSchema from '../../../schemas/finding.schema.json' with { type: 'json' };
import { compileTemplate } from '../../language/template/index.ts';
import type { Manifest, MapSpec } from '../../manifest/index.ts';
import { type CompiledMap, compileMap, type TracedMap, traceMap } from '../map/index.ts';
import type { ConnectorScope, Entity } from './connector.ts';
import { asset, finding } from './validators.generated.js';

/** The target entities' schemas. */
const TARGETS: Readonly<Record<Entity, object>> = { asset: assetSchema, finding: findingSchema };

/** The same as checks. */
const CHECKS: Readonly<Record<Entity, ValidateFunction>> = { asset, finding };

/** What every record of an entity carries unless the map says otherwise. */
function buildConstants({ about }: Manifest, map: MapSpec): Readonly<Record<string, unknown>> {
  const [field, value] = map.to === 'asset' ? ['source', about.source] : ['vendorProductName', about.vendorProductName];
  return Object.hasOwn(map.fields, field) ? {} : { [field]: value };
}

/** One map of a manifest with what it needs of its surroundings. Throws TEMPLATE_SYNTAX. */
export function buildMapSpec(manifest: Manifest, map: MapSpec, scope: ConnectorScope) {
  const fields = Object.entries(map.fields).map(([target, field]) => {
    if (typeof field === 'string' || field.zone === undefined) return [target, field];
    return [target, { ...field, zone: compileTemplate(field.zone, 'text').render(scope) }];
  });
  return {
    entity: map.to,
    schema: TARGETS[map.to],
    check: CHECKS[map.to],
    fields: Object.fromEntries(fields),
    enums: manifest.enums ?? {},
    constants: buildConstants(manifest, map),
    ...(map.where === undefined ? {} : { where: map.where }),
  };
}

/** Compiles one map of a manifest for a connection. Throws EXPRESSION_SYNTAX, TEMPLATE_SYNTAX, MANIFEST_INVALID. */
export const compileManifestMap = (manifest: Manifest, map: MapSpec, scope: ConnectorScope): CompiledMap =>
  compileMap(buildMapSpec(manifest, map, scope));

/** The same map, slower, saying from which leaves of the item each field was made. */
export const traceManifestMap = (manifest: Manifest, map: MapSpec, scope: ConnectorScope): TracedMap =>
  traceMap(buildMapSpec(manifest, map, scope));
