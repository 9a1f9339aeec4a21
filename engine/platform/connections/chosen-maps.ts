import { engineError } from '../../base/errors/index.ts';
import type { Database, Store, Tx } from '../../inventory/store/store.ts';
import type { TransformMapRow } from '../../inventory/store/tables.ts';
import { formatSuggestion, type MapSpec } from '../../manifest/index.ts';
import type { ChosenMap } from './draft.ts';

/** The word that stands for a connector's own map where one is chosen. */
export const DEFAULT_MAP = 'default';

/** The row of a custom map, by its id or its name. Throws MAP_UNKNOWN, which guesses what was meant. */
export async function readMapRow(db: Database, ref: string): Promise<TransformMapRow> {
  const rows = await db.selectFrom('transform_map').selectAll().execute();
  const row = rows.find(({ id }) => id === ref) ?? rows.find(({ name }) => name === ref);
  if (row) return row;
  const names = rows.map(({ name }) => name);
  throw engineError('MAP_UNKNOWN', { map: ref, meant: formatSuggestion(ref, names) });
}

/** The custom maps that a connection names; `default` names none. Throws MAP_UNKNOWN. */
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

/** Keeps maps that a connection chooses from being deleted until it is saved. Throws MAP_UNKNOWN for one that is gone. */
export async function lockMaps(
  tx: Tx,
  { kind }: Pick<Store, 'kind'>,
  maps: Readonly<Record<string, ChosenMap>>,
): Promise<void> {
  const chosen = Object.values(maps);
  if (chosen.length === 0) return;
  const ids = chosen.map(({ id }) => id);
  const query = tx.selectFrom('transform_map').select('id').where('id', 'in', ids);
  // SQLite has one writer at a time, and no such clause.
  const rows = await (kind === 'postgres' ? query.forShare() : query).execute();
  const gone = chosen.find(({ id }) => !rows.some((row) => row.id === id));
  if (gone) throw engineError('MAP_UNKNOWN', { map: gone.name });
}
