import type { ValidateFunction } from 'ajv';
import assetSchema from '../../../schemas/asset.schema.json' with { type: 'json' };
import findingSchema from '../../../schemas/finding.schema.json' with { type: 'json' };
import { compileTemplate } from '../../language/template/index.ts';
import type { Manifest, MapSpec } from '../../manifest/index.ts';
import { type CompiledMap, compileMap, type TracedMap, traceMap } from '../map/index.ts';
import type { ConnectorScope, Entity } from './connector.ts';
import { asset, finding } from './validators.generated.js';

const TARGETS: Readonly<Record<Entity, object>> = { asset: assetSchema, finding: findingSchema };

/** Precompiled validators of the target schemas. */
const CHECKS: Readonly<Record<Entity, ValidateFunction>> = { asset, finding };

/** Builds the default field values of an entity's records; fields of the map override them. */
function buildConstants({ about }: Manifest, map: MapSpec): Readonly<Record<string, unknown>> {
  const [field, value] = map.to === 'asset' ? ['source', about.source] : ['vendorProductName', about.vendorProductName];
  return Object.hasOwn(map.fields, field) ? {} : { [field]: value };
}

/** Resolves a map of a manifest: schema, enums, constants and rendered time zones. Throws TEMPLATE_SYNTAX. */
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

/** Compiles a map that also reports the item values that each field was computed from. Slower. */
export const traceManifestMap = (manifest: Manifest, map: MapSpec, scope: ConnectorScope): TracedMap =>
  traceMap(buildMapSpec(manifest, map, scope));
