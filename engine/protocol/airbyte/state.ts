import { isObject, type Json } from '../../base/json/index.ts';
import type { StreamState } from '../sync/index.ts';
import { createStateError, readStreamState } from '../sync/read-input.ts';

const isEmpty = (value: Json): boolean => isObject(value) && Object.keys(value).length === 0;

/**
 * Reads the states of `--state`: a list of state messages, one per stream. `{}` is what clients pass before the first sync.
 * Throws PROTOCOL_STATE_INVALID, STATE_OF_ANOTHER.
 */
export function readStates(connector: string, value: Json): ReadonlyMap<string, StreamState> {
  if (isEmpty(value)) return new Map();
  if (!Array.isArray(value)) throw createStateError([], 'a list of state messages is expected');
  const states = new Map<string, StreamState>();
  for (const [at, message] of value.entries()) {
    const stream = isObject(message) ? message['stream'] : undefined;
    const descriptor = isObject(stream) ? stream['stream_descriptor'] : undefined;
    const name = isObject(descriptor) ? descriptor['name'] : undefined;
    if (!isObject(message) || message['type'] !== 'STREAM' || !isObject(stream) || typeof name !== 'string')
      throw createStateError([at], 'a state of the type STREAM is expected');
    const state = readStreamState(connector, stream['stream_state'], [at, 'stream', 'stream_state']);
    if (state) states.set(name, state);
  }
  return states;
}
