import { type EngineError, toEngineError } from '../../base/errors/index.ts';
import { readChosenMaps } from './chosen-maps.ts';
import { readConnectionRow } from './connection.ts';
import { type ConnectionDraft, type DraftContext, findDraftProblems } from './draft.ts';
import type { Platform } from './platform.ts';

/** Loads the context for validating a draft: manifest, custom maps, name conflicts. Throws MAP_UNKNOWN and errors of loading. */
async function loadDraftContext(
  { store: { db }, manifestOf, clock }: Platform,
  { connector, maps, name, schedule }: ConnectionDraft,
  id: string | undefined,
): Promise<DraftContext> {
  const namesake = await db.selectFrom('connection').select('id').where('name', '=', name).executeTakeFirst();
  const nameTaken = namesake !== undefined && namesake.id !== id;
  const saved = id === undefined ? undefined : await readConnectionRow(db, id);
  const isRetimed = saved?.schedule !== JSON.stringify(schedule);
  const [manifest, chosen] = [await manifestOf(connector), await readChosenMaps(db, maps)];
  return { manifest, maps: chosen, nameTaken, now: clock.now(), isRetimed };
}

/**
 * Lists all problems of a draft, for display in a form. `id` is the connection that the draft changes. Never rejects because of
 * the draft's content.
 */
export async function findConnectionProblems(
  platform: Platform,
  draft: ConnectionDraft,
  id?: string,
): Promise<readonly EngineError[]> {
  try {
    return await findDraftProblems(draft, await loadDraftContext(platform, draft, id));
  } catch (error) {
    return [toEngineError(error)];
  }
}

/** Validates a draft and returns its context. Throws the first problem. */
export async function expectValidDraft(platform: Platform, draft: ConnectionDraft, id?: string): Promise<DraftContext> {
  const context = await loadDraftContext(platform, draft, id);
  const [problem] = await findDraftProblems(draft, context);
  if (problem) throw problem;
  return context;
}
