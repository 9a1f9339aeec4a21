import { type EngineError, toEngineError } from '../errors/index.ts';
import type { Database } from '../store/store.ts';
import { chosenMaps } from './chosen-maps.ts';
import { type ConnectionDraft, type DraftContext, draftProblems } from './draft.ts';
import type { Platform } from './platform.ts';

/** What a draft is checked against: its manifest and its custom maps. Throws what loading them throws, MAP_UNKNOWN. */
export async function draftContext(
  { store, manifestOf }: Platform,
  { connector, maps }: Pick<ConnectionDraft, 'connector' | 'maps'>,
  db: Database = store.db,
): Promise<DraftContext> {
  return { manifest: await manifestOf(connector), maps: await chosenMaps(db, maps) };
}

/** Everything that is wrong with a draft, for a form to show at once; never rejects for what the draft holds. */
export async function connectionProblems(platform: Platform, draft: ConnectionDraft): Promise<readonly EngineError[]> {
  try {
    return await draftProblems(draft, await draftContext(platform, draft));
  } catch (error) {
    return [toEngineError(error)];
  }
}

/** A draft's context, once nothing is wrong with it. Throws the first thing that is. */
export async function checkedContext(platform: Platform, draft: ConnectionDraft, db?: Database): Promise<DraftContext> {
  const context = await draftContext(platform, draft, db);
  const [problem] = await draftProblems(draft, context);
  if (problem) throw problem;
  return context;
}
