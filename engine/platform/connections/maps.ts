import { engineError } from '../../base/errors/index.ts';
import { isDuplicate } from '../../inventory/store/duplicate.ts';
import type { Database, Tx } from '../../inventory/store/store.ts';
import type { TransformMapRow } from '../../inventory/store/tables.ts';
import type { Manifest, MapSpec } from '../../manifest/index.ts';
import { writeAudit } from './audit.ts';
import { findManifestMap, parseMap } from './check-map.ts';
import { DEFAULT_MAP, readMapRow } from './chosen-maps.ts';
import { createId } from './new-id.ts';
import type { Platform } from './platform.ts';

/** Transform map: a connector's own, which is read-only, or a clone. */
export interface TransformMap {
  /** Generated id of a clone, or `<connector>/<map>`. */
  readonly id: string;
  readonly name: string;
  readonly connector: string;
  /** Name of the manifest's map that it replaces. */
  readonly map: string;
  /** Connector version for which it was created. */
  readonly version: string;
  readonly readOnly: boolean;
  readonly spec: MapSpec;
  /** Names of the connections that use a clone; empty for a connector's own map. */
  readonly usedBy: readonly string[];
  readonly updatedAt: number | null;
}

const MAX_NAME_LENGTH = 100;

const buildOwnMap = (connector: string, manifest: Manifest, map: string): TransformMap => ({
  id: `${connector}/${map}`,
  name: `${manifest.title}: ${map}`,
  connector,
  map,
  version: manifest.version,
  readOnly: true,
  spec: findManifestMap(manifest, map),
  usedBy: [],
  updatedAt: null,
});

async function findUsers(db: Database): Promise<ReadonlyMap<string, readonly string[]>> {
  const users = new Map<string, string[]>();
  const rows = await db.selectFrom('connection').select(['name', 'maps']).orderBy('name').execute();
  for (const { name, maps } of rows)
    for (const id of Object.values(JSON.parse(maps) as Record<string, string>))
      users.set(id, [...(users.get(id) ?? []), name]);
  return users;
}

const toTransformMap = (row: TransformMapRow, users: ReadonlyMap<string, readonly string[]>): TransformMap => ({
  id: row.id,
  name: row.name,
  connector: row.connector,
  map: row.map,
  version: row.version,
  readOnly: false,
  spec: JSON.parse(row.spec) as MapSpec,
  usedBy: users.get(row.id) ?? [],
  updatedAt: row.updated_at,
});

/** Lists the maps of connectors and their clones. Throws errors of loading a manifest. */
export async function listMaps(
  { store, manifestOf }: Platform,
  connectors: readonly string[],
): Promise<readonly TransformMap[]> {
  const own: TransformMap[] = [];
  for (const connector of connectors) {
    const manifest = await manifestOf(connector);
    own.push(...Object.keys(manifest.maps).map((map) => buildOwnMap(connector, manifest, map)));
  }
  const rows = await store.db.selectFrom('transform_map').selectAll().orderBy('name').execute();
  const users = await findUsers(store.db);
  return [
    ...own,
    ...rows.filter(({ connector }) => connectors.includes(connector)).map((row) => toTransformMap(row, users)),
  ];
}

/** Parses `<connector>/<map>`, where the connector may be a path. */
const parseOwnRef = (ref: string): { readonly connector: string; readonly map: string } | undefined => {
  const at = ref.lastIndexOf('/');
  return at > 0 ? { connector: ref.slice(0, at), map: ref.slice(at + 1) } : undefined;
};

/** Reads a clone by id or name, or a connector's own map by `<connector>/<map>`. Throws MAP_UNKNOWN, CONNECTOR_UNKNOWN. */
export async function readMap({ store, manifestOf }: Platform, ref: string): Promise<TransformMap> {
  const own = parseOwnRef(ref);
  if (own) {
    const named = await store.db.selectFrom('transform_map').select('id').where('name', '=', ref).executeTakeFirst();
    if (!named) return buildOwnMap(own.connector, await manifestOf(own.connector), own.map);
  }
  return toTransformMap(await readMapRow(store.db, ref), await findUsers(store.db));
}

function expectName(name: string): string {
  const fix = `Use a name of 1 to ${MAX_NAME_LENGTH} characters other than "${DEFAULT_MAP}".`;
  if (name.trim() === name && name !== '' && name.length <= MAX_NAME_LENGTH && name !== DEFAULT_MAP) return name;
  throw engineError('MAP_INVALID', { path: '/name', problem: `invalid map name "${name}"`, fix });
}

const auditMap = (tx: Tx, { clock, actor }: Platform, action: string, { id, name }: { id: string; name: string }) =>
  writeAudit(tx, { at: clock.now(), actor, action, subject: `map:${id}`, detail: { name } });

/** Clones a map under a new name; the clone can be edited. Throws MAP_UNKNOWN, MAP_EXISTS, MAP_INVALID. */
export async function cloneMap(
  platform: Platform,
  { from, name, spec }: { readonly from: string; readonly name: string; readonly spec?: unknown },
): Promise<TransformMap> {
  const { store, clock } = platform;
  const origin = await readMap(platform, from);
  const manifest = await platform.manifestOf(origin.connector);
  const text = JSON.stringify(parseMap(manifest, origin.map, spec ?? origin.spec));
  const now = clock.now();
  const { connector, map } = origin;
  const row = { id: createId(platform), name: expectName(name), connector, map, version: manifest.version, spec: text };
  const made = store.transaction(async (tx) => {
    await tx
      .insertInto('transform_map')
      .values({ ...row, created_at: now, updated_at: now })
      .execute();
    await auditMap(tx, platform, 'map.clone', row);
  });
  await made.catch((error: unknown) => {
    throw isDuplicate(error) ? engineError('MAP_EXISTS', { map: name }, error) : error;
  });
  return readMap(platform, row.id);
}

async function readOwnRow({ store }: Platform, ref: string): Promise<TransformMapRow> {
  return readMapRow(store.db, ref).catch((error: unknown) => {
    throw parseOwnRef(ref) ? engineError('MAP_READ_ONLY', { map: ref }, error) : error;
  });
}

/**
 * Validates and replaces a clone's spec; connections use it from their next run. Throws MAP_UNKNOWN, MAP_READ_ONLY,
 * MAP_INVALID, and MAP_CHANGED if the map was updated after `seen`.
 */
export async function editMap(
  platform: Platform,
  ref: string,
  { spec, seen }: { readonly spec: unknown; readonly seen?: number },
): Promise<TransformMap> {
  const row = await readOwnRow(platform, ref);
  const manifest = await platform.manifestOf(row.connector);
  const text = JSON.stringify(parseMap(manifest, row.map, spec));
  // Strictly increasing, because it is the version that detects concurrent edits.
  const now = Math.max(platform.clock.now(), row.updated_at + 1);
  await platform.store.transaction(async (tx) => {
    const done = await tx
      .updateTable('transform_map')
      .set({ spec: text, version: manifest.version, updated_at: now })
      .where('id', '=', row.id)
      .where('updated_at', '=', seen ?? row.updated_at)
      .executeTakeFirst();
    if (done.numUpdatedRows !== 1n) throw engineError('MAP_CHANGED', { map: row.name });
    await auditMap(tx, platform, 'map.edit', row);
  });
  return readMap(platform, row.id);
}

/** Deletes a clone that no connection uses. Throws MAP_UNKNOWN, MAP_READ_ONLY, MAP_IN_USE. */
export async function deleteMap(platform: Platform, ref: string): Promise<TransformMap> {
  const row = await readOwnRow(platform, ref);
  return platform.store.transaction(async (tx) => {
    // Deleted before checking for users: the delete waits for connections that are being saved with this map.
    await tx.deleteFrom('transform_map').where('id', '=', row.id).execute();
    const users = await findUsers(tx);
    const connections = users.get(row.id) ?? [];
    if (connections.length > 0) throw engineError('MAP_IN_USE', { map: row.name, connections: connections.join(', ') });
    await auditMap(tx, platform, 'map.delete', row);
    return toTransformMap(row, users);
  });
}
