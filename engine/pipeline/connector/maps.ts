import type { ValidateFunction } from 'ajv';
import { renderZone } from '../../language/template/index.ts';
import {
  BUILT_IN,
  type BuiltInEntity,
  findEntity,
  isBuiltIn,
  listMapEnums,
  type Manifest,
  type MapSpec,
  type PassThrough,
} from '../../manifest/index.ts';
import {
  type CompiledMap,
  compileEach,
  compileMap,
  compileSchemaCheck,
  passItems,
  type TracedMap,
  traceMap,
} from '../map/index.ts';
import type { ConnectorScope, StreamMapping } from './connector.ts';
import { asset, finding } from './validators.generated.js';

/** Precompiled validators of the built-in schemas. */
const CHECKS: Readonly<Record<BuiltInEntity, ValidateFunction>> = { asset, finding };

/** Schema of an entity that accepts every object. */
const ANY: object = {};

/** Builds the default field values of an entity's records; fields of the map override them. */
function buildConstants({ about }: Manifest, map: MapSpec): Readonly<Record<string, unknown>> {
  if (!isBuiltIn(map.to)) return {};
  const { constant } = BUILT_IN[map.to];
  return Object.hasOwn(map.fields, constant) ? {} : { [constant]: about[constant] };
}

const hasMarkedField = ({ fields }: MapSpec): boolean =>
  Object.values(fields).some((field) => typeof field === 'object' && field.identity === true);

/** Resolves a map of a manifest: schema, enums, constants and rendered time zones. Throws TEMPLATE_SYNTAX, CONFIG_INVALID. */
export function buildMapSpec(manifest: Manifest, map: MapSpec, scope: ConnectorScope) {
  const { schema = ANY, identity } = findEntity(manifest, map.to);
  const fields = Object.entries(map.fields).map(([target, field]) => {
    if (typeof field === 'string' || field.zone === undefined) return [target, field];
    return [target, { ...field, zone: renderZone(field.zone, scope) }];
  });
  return {
    entity: map.to,
    schema,
    check: isBuiltIn(map.to) ? CHECKS[map.to] : compileSchemaCheck(schema),
    fields: Object.fromEntries(fields),
    enums: listMapEnums(manifest, map),
    constants: buildConstants(manifest, map),
    ...(hasMarkedField(map) ? {} : { identity }),
    ...(map.where === undefined ? {} : { where: map.where }),
  };
}

/** Compiles one map of a manifest for a connection. Throws EXPRESSION_SYNTAX, TEMPLATE_SYNTAX, MANIFEST_INVALID. */
export const compileManifestMap = (manifest: Manifest, map: MapSpec, scope: ConnectorScope): CompiledMap =>
  compileMap(buildMapSpec(manifest, map, scope));

/** Compiles a map that also reports the item values that each field was computed from. Slower. */
export const traceManifestMap = (manifest: Manifest, map: MapSpec, scope: ConnectorScope): TracedMap =>
  traceMap(buildMapSpec(manifest, map, scope));

/** Compiles a map as part of its stream. Throws like `compileManifestMap`. */
export const compileMapping = (
  manifest: Manifest,
  [name, map]: readonly [string, MapSpec],
  scope: ConnectorScope,
): StreamMapping => ({
  name,
  entity: map.to,
  map: compileManifestMap(manifest, map, scope),
  ...(map.derived ? { derived: true } : {}),
  ...(map.each === undefined ? {} : { each: compileEach(map.each) }),
});

/** Compiles the pass-through of a stream: an entity that is not declared accepts every object. */
export function compilePassThrough(manifest: Manifest, { stream, entity }: PassThrough): StreamMapping {
  const { schema = ANY, identity } = findEntity(manifest, entity);
  const key = identity.length > 0 ? identity : (manifest.streams[stream]?.key ?? []);
  return {
    name: stream,
    entity,
    map: passItems({
      entity,
      check: compileSchemaCheck(schema),
      identity: key.map((path) => path.split('.')),
    }),
    ...(identity.length > 0 ? {} : { perPartition: true }),
  };
}
