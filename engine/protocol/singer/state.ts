import { isObject, type Json } from '../../base/json/index.ts';
import type { StreamState } from '../sync/index.ts';
import { createStateError, readStreamState } from '../sync/read-input.ts';

/** Bookmarks of a state, by stream. */
export interface SingerState {
  readonly bookmarks: ReadonlyMap<string, Json>;
  readonly states: ReadonlyMap<string, StreamState>;
}

/** Reads the value of the last state message. Throws PROTOCOL_STATE_INVALID, STATE_OF_ANOTHER. */
export function readState(connector: string, value: Json): SingerState {
  const found = isObject(value) ? (value['bookmarks'] ?? {}) : undefined;
  if (!isObject(found)) throw createStateError([], 'an object with "bookmarks" is expected');
  const bookmarks = Object.entries(found);
  const states = bookmarks.flatMap(([name, bookmark]) => {
    const state = readStreamState(connector, bookmark, ['bookmarks', name]);
    return state ? [[name, state] as const] : [];
  });
  return { bookmarks: new Map(bookmarks), states: new Map(states) };
}
