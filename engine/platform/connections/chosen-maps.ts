import { engineError } from '../../base/errors/index.ts';
import type { Database, Store, Tx } from '../../inventory/store/store.ts';
import type { TransformMapRow } from '../../inventory/store/tables.ts';
import { formatSuggestion, type MapSpec } from '../../manifest/index.ts';
import type { ChosenMap } from './draft.ts';

/** Map name that selects the connector's own map. */
export const DEFAULT_MAP = 'default';

/** Reads the row of a custom map by id or name. Throws MAP_UNKNOWN with a suggestion. */
export async function readMapRow(db: Database, ref: string): Promise<TransformMapRow> {
  const rows = await db.selectFrom('transform_map').selectAll().execute();
  const row = rows.find(({ id }) => id === ref) ?? rows.find(({ name }) => name === ref);
  if (row) return row;
  const names = rows.map(({ name }) => name);
  throw engineError('MAP_UNKNOWN', { map: ref, meant: formatSuggestion(ref, names) });
}

/** Reads the custom maps that a connection selects; skips `default`. Throws MAP_UNKNOWN. */
export async function readChosenMaps(
  db: Database,
  maps: Readonly<Record<string, string>>,
): Promise<Readonly<Record<string, ChosenMap>>> {
  const chosen: Record<string, ChosenMap> = {};
  for (const [name, ref] of Object.entries(maps)) {
    if (ref === DEFAULT_MAP) continue;
    const { spec, id, connector, map, name: own } = await readMapRow(db, ref);
    chosen[name] = { id, connector, map, name: own, spec: JSON.parse(spec) as MapSpec };
  }
  return chosen;
}

/** Locks selected maps against deletion until the connection is saved. Throws MAP_UNKNOWN if one was deleted. */
export async function lockMaps(
  tx: Tx,
  { kind }: Pick<Store, 'kind'>,
  maps: Readonly<Record<string, ChosenMap>>,
): Promise<void> {
  const chosen = Object.values(maps);
  if (chosen.length === 0) return;
  const ids = chosen.map(({ id }) => id);
  const query = tx.selectFrom('transform_map').select('id').where('id', 'in', ids);
  // SQLite has a single writer and no FOR SHARE clause.
  const rows = await (kind === 'postgres' ? query.forShare() : query).execute();
  const gone = chosen.find(({ id }) => !rows.some((row) => row.id === id));
  if (gone) throw engineError('MAP_UNKNOWN', { map: gone.name });
}
