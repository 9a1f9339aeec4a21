import { findEntity } from './entities.ts';
import { targetFields } from './lint/targets.ts';
import type { Duplicates, Manifest } from './types.generated.ts';

/** Names of fields with the time of a record's last change: `lastUpdatedOn`, `updated_at`, `dateModified`, `lastUpdate`. */
const UPDATE_TIME = /^(?:last_?|date_?)?(?:updated?|modified|changed)(?:_?(?:on|at|date|time|timestamp))?$/i;

/** Names of fields with the time at which a record was last seen, which orders versions if there is no update time. */
const SEEN_TIME = /^last_?(?:found|seen|detected)(?:_?(?:on|at|date|time|timestamp))?$/i;

const lastName = (path: string): string => path.slice(path.lastIndexOf('.') + 1);

/** Lists the paths of the fields that the maps fill, or that the entity's schema declares. */
function* listFields(manifest: Manifest, entity: string): Generator<string> {
  const maps = Object.values(manifest.maps).filter(({ to }) => to === entity);
  for (const { fields } of maps) yield* Object.keys(fields);
  if (maps.length === 0) yield* targetFields(findEntity(manifest, entity)).keys();
}

/** Returns the policy that a map or the entity states. */
function findStatedPolicy({ maps, entities = {} }: Manifest, entity: string): Duplicates | undefined {
  const map = Object.values(maps).find(({ to, duplicates }) => to === entity && duplicates !== undefined);
  return map?.duplicates ?? (Object.hasOwn(entities, entity) ? entities[entity]?.duplicates : undefined);
}

/** Returns the policy for several records with the same identity in one run. */
export function findDuplicatePolicy(manifest: Manifest, entity: string): Duplicates {
  const stated = findStatedPolicy(manifest, entity);
  if (stated !== undefined) return stated;
  const paths = [...listFields(manifest, entity)];
  const newestBy = [UPDATE_TIME, SEEN_TIME].flatMap(
    (names) => paths.find((path) => names.test(lastName(path))) ?? [],
  )[0];
  return newestBy === undefined ? 'last' : { newestBy };
}
