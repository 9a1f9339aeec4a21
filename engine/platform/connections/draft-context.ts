import { type EngineError, toEngineError } from '../../base/errors/index.ts';
import { readChosenMaps } from './chosen-maps.ts';
import { readConnectionRow } from './connection.ts';
import { type ConnectionDraft, type DraftContext, findDraftProblems } from './draft.ts';
import type { Platform } from './platform.ts';

/** What a draft is checked against: its manifest, custom maps, other connections. Throws what loading them throws, MAP_UNKNOWN. */
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
 * Everything that is wrong with a draft, for a form to show at once; `id` is that of the connection that it changes.
 * Never rejects for what the draft holds.
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

/** A draft's context, once nothing is wrong with it. Throws the first thing that is. */
export async function expectValidDraft(platform: Platform, draft: ConnectionDraft, id?: string): Promise<DraftContext> {
  const context = await loadDraftContext(platform, draft, id);
  const [problem] = await findDraftProblems(draft, context);
  if (problem) throw problem;
  return context;
}
