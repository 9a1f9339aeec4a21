import { isObject, type JsonObject } from '../../base/json/index.ts';
import { type BUILT_IN, type Entity, isBuiltIn, type Manifest } from '../../manifest/index.ts';
import type { CompiledStream, Connector } from '../../pipeline/connector/index.ts';
import { buildRecordSchema } from './record-schema.ts';

/*
 * A stream of the protocols is an entity, not a stream of the manifest: records have the entity's schema and identity, and a
 * client makes one table of each. Streams that only list parents produce no records and stay invisible.
 */

/** Records of one entity, as other programs select and read them. */
export interface RecordStream {
  /** Name of the entity. */
  readonly name: string;
  readonly title: string;
  readonly schema: JsonObject;
  /** Paths of the fields that identify a record; empty if none do across the whole connection. */
  readonly key: readonly (readonly string[])[];
  /** True if a sync can read only what changed. */
  readonly isIncremental: boolean;
  /** Field of the record that contains the cursor, if one does. */
  readonly cursor: readonly string[] | undefined;
  /** Streams of the manifest whose pages contain its records. */
  readonly sources: readonly string[];
}

/** Stream that produces records of an entity, and the one whose pages it reads. */
interface Source {
  readonly stream: CompiledStream;
  readonly page: CompiledStream;
}

const listSources = ({ streams }: Connector, entity: string): Source[] =>
  streams
    .flatMap((page) => [page, ...page.members].map((stream) => ({ stream, page })))
    .filter(({ stream }) => stream.mappings.some((mapping) => mapping.entity === entity));

/** Fields that identify the built-in entities within a connection. */
const BUILT_IN_KEYS = { asset: 'externalAssetId', finding: 'externalFindingId' } as const satisfies Record<
  keyof typeof BUILT_IN,
  string
>;

/** Returns the identity of an entity. The keys of a stream with partitions are unique only within one of them. */
function findKey(manifest: Manifest, entity: Entity, sources: readonly Source[]): string[][] {
  if (isBuiltIn(entity.name)) return [[BUILT_IN_KEYS[entity.name]]];
  if (entity.identity.length > 0) return entity.identity.map((path) => path.split('.'));
  const isPassed = sources.some(({ stream }) => stream.name === entity.name && stream.sources.length === 0);
  const isMapped = Object.values(manifest.maps).some(({ to }) => to === entity.name);
  return isPassed && !isMapped ? (manifest.streams[entity.name]?.key ?? []).map((path) => path.split('.')) : [];
}

const hasField = (schema: object | undefined, field: string): boolean =>
  isObject(schema) && isObject(schema['properties']) && Object.hasOwn(schema['properties'], field);

/** Finds the field of a record that contains the cursor of its only stream. */
function findCursorField(manifest: Manifest, entity: Entity, sources: readonly Source[]): string[] | undefined {
  const [only, ...others] = sources;
  const cursor = only?.stream.incremental?.cursor;
  if (!only || others.length > 0 || cursor?.kind !== 'path') return undefined;
  const path = cursor.path.join('.');
  const maps = Object.values(manifest.maps).filter(({ to, from }) => to === entity.name && from === only.stream.name);
  if (maps.length === 0) return hasField(entity.schema, cursor.path[0] ?? '') ? [...cursor.path] : undefined;
  const targets = maps.map(({ fields }) =>
    Object.keys(fields).find((target) => {
      const field = fields[target];
      return (typeof field === 'string' ? field : field?.value) === path;
    }),
  );
  const [target] = targets;
  return target !== undefined && targets.every((one) => one === target) ? target.split('.') : undefined;
}

/** Returns the streams that a stream is read after: its parents, their parents, and so on. */
function listAncestors(connector: Connector, { sources }: CompiledStream, seen = new Set<string>()): CompiledStream[] {
  return sources
    .flatMap(({ members }) => members.flatMap((member) => (member.kind === 'parent' ? [member.stream] : [])))
    .filter((name) => !seen.has(name) && seen.add(name))
    .flatMap((name) => {
      const found = connector.streams.find((one) => [one, ...one.members].some((other) => other.name === name));
      return found ? [found, ...listAncestors(connector, found, seen)] : [];
    });
}

function buildRecordStream(connector: Connector, entity: Entity, sources: readonly Source[]): RecordStream {
  const { manifest } = connector;
  const key = findKey(manifest, entity, sources);
  const read = sources.flatMap(({ page }) => [page, ...listAncestors(connector, page)]);
  return {
    name: entity.name,
    title: entity.title,
    schema: buildRecordSchema(entity.schema, key),
    key,
    isIncremental: read.some(({ incremental }) => incremental !== undefined),
    cursor: findCursorField(manifest, entity, sources),
    sources: [...new Set(sources.map(({ page }) => page.name))],
  };
}

/** Lists the entities that a connector produces with its config; built-in ones first. */
export function listRecordStreams(connector: Connector): readonly RecordStream[] {
  return connector.entities.flatMap((entity) => {
    const sources = listSources(connector, entity.name);
    return sources.length === 0 ? [] : [buildRecordStream(connector, entity, sources)];
  });
}

/** Groups streams that come from the same pages: they are read together, so that no page is fetched twice. */
export function groupBySource<S extends Pick<RecordStream, 'sources'>>(
  streams: readonly S[],
): readonly (readonly S[])[] {
  const groups: S[][] = [];
  for (const stream of streams) {
    const touching = groups.filter((group) =>
      group.some(({ sources }) => sources.some((name) => stream.sources.includes(name))),
    );
    const [first, ...others] = touching;
    if (first) first.push(...others.flat(), stream);
    else groups.push([stream]);
    for (const group of others) groups.splice(groups.indexOf(group), 1);
  }
  return groups;
}
