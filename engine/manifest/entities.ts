import assetSchema from '../../schemas/asset.schema.json' with { type: 'json' };
import findingSchema from '../../schemas/finding.schema.json' with { type: 'json' };
import { listParents } from './partition-sources.ts';
import type { About, Manifest } from './types.generated.ts';

/** Kind of records that a connector produces. */
export interface Entity {
  readonly name: string;
  readonly title: string;
  readonly builtIn: boolean;
  /** Name of its file in a folder destination, without the extension. */
  readonly file: string;
  /** JSON Schema of a record; undefined if every object is a record. Also undefined for a file that was not read. */
  readonly schema: object | undefined;
  /** Dotted paths of the fields that identify a record. Empty for a built-in entity, whose maps mark them. */
  readonly identity: readonly string[];
}

interface BuiltInRow extends Pick<Entity, 'title' | 'file'> {
  readonly schema: object;
  /** Field that each record gets from `about`, unless its map fills it. */
  readonly constant: keyof About & ('source' | 'vendorProductName');
}

/** Entities that every connector has. Only they have a status, a risk score and screens of the inventory. */
export const BUILT_IN = {
  asset: { title: 'Asset', file: 'assets', schema: assetSchema, constant: 'source' },
  finding: { title: 'Finding', file: 'findings', schema: findingSchema, constant: 'vendorProductName' },
} as const satisfies Readonly<Record<string, BuiltInRow>>;

export type BuiltInEntity = keyof typeof BUILT_IN;

export const BUILT_IN_NAMES: readonly BuiltInEntity[] = ['asset', 'finding'];

export const isBuiltIn = (name: string): name is BuiltInEntity => Object.hasOwn(BUILT_IN, name);

/** Returns true for a field that each record gets from `about`. */
export const isConstant = (entity: string, field: string): boolean =>
  isBuiltIn(entity) && BUILT_IN[entity].constant === field;

type Streams = Pick<Manifest, 'streams' | 'maps'>;

/** Finds the streams that a map, a partition or a lookup uses. */
export function findUsedStreams({ streams, maps }: Streams): ReadonlySet<string> {
  const all = Object.values(streams);
  return new Set([
    ...Object.values(maps).map((map) => map.from),
    // A stream that is its own parent is not used by another one.
    ...Object.entries(streams).flatMap(([name, stream]) => listParents(stream).filter((parent) => parent !== name)),
    ...all.flatMap((stream) => Object.values(stream.lookup ?? {}).map((lookup) => lookup.stream)),
  ]);
}

/** Stream whose items pass through, and the entity of their records. */
export interface PassThrough {
  readonly stream: string;
  readonly entity: string;
}

/** Lists the streams whose items pass through as records: those with `emit`, and those that nothing else uses. */
export function listPassThroughs(manifest: Streams): PassThrough[] {
  const used = findUsedStreams(manifest);
  return Object.entries(manifest.streams).flatMap(([stream, { emit = !used.has(stream) }]) =>
    emit === false ? [] : [{ stream, entity: emit === true ? stream : emit.as }],
  );
}

const listPassedEntities = (manifest: Streams): string[] => listPassThroughs(manifest).map(({ entity }) => entity);

function buildEntity({ entities = {} }: Pick<Manifest, 'entities'>, name: string): Entity {
  if (isBuiltIn(name)) return { ...BUILT_IN[name], name, builtIn: true, identity: [] };
  const { title = name, schema, identity = [] } = (Object.hasOwn(entities, name) ? entities[name] : undefined) ?? {};
  return { name, title, builtIn: false, file: name, schema: typeof schema === 'object' ? schema : undefined, identity };
}

/** Lists the entities that a manifest declares or passes through, and the built-in ones, by name. */
export function listEntities(manifest: Manifest): ReadonlyMap<string, Entity> {
  const names = [...BUILT_IN_NAMES, ...Object.keys(manifest.entities ?? {}), ...listPassedEntities(manifest)];
  return new Map([...new Set(names)].map((name) => [name, buildEntity(manifest, name)]));
}

/** Lists the entities that the maps and pass-through streams of a manifest produce, built-in ones first. */
export function listProducedEntities(manifest: Manifest): readonly Entity[] {
  const produced = new Set([...Object.values(manifest.maps).map(({ to }) => to), ...listPassedEntities(manifest)]);
  return [...listEntities(manifest).values()].filter(({ name }) => produced.has(name));
}

/** Returns an entity of a manifest; one that is not declared accepts every object. */
export const findEntity = (manifest: Manifest, name: string): Entity =>
  listEntities(manifest).get(name) ?? buildEntity({}, name);
