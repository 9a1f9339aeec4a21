import { engineError } from '../../base/errors/index.ts';
import { isObject, type Json, toPointer } from '../../base/json/index.ts';
import { formatSuggestion } from '../../manifest/index.ts';
import type { RecordStream } from './record-stream.ts';
import { parseStreamState, type StreamState } from './stream-state.ts';

/** Position in a JSON document. */
export type Path = readonly (string | number)[];

/** Creates CATALOG_INVALID. */
export const createCatalogError = (path: Path, problem: string, fix?: string) =>
  engineError('CATALOG_INVALID', { path: toPointer(path), problem, ...(fix === undefined ? {} : { fix }) });

/** Creates PROTOCOL_STATE_INVALID. */
export const createStateError = (path: Path, problem: string) =>
  engineError('PROTOCOL_STATE_INVALID', { path: toPointer(path), problem });

/** Returns the streams of a catalog. Throws CATALOG_INVALID. */
export function listCatalogEntries(catalog: Json): readonly Json[] {
  const streams = isObject(catalog) ? catalog['streams'] : undefined;
  if (!Array.isArray(streams)) throw createCatalogError([], 'a list "streams" is missing');
  return streams;
}

/** Finds a stream that a catalog names. Throws CATALOG_INVALID. */
export function findRecordStream(streams: readonly RecordStream[], name: Json | undefined, path: Path): RecordStream {
  if (typeof name !== 'string') throw createCatalogError(path, 'the name of the stream is missing');
  const found = streams.find((stream) => stream.name === name);
  if (found) return found;
  const known = streams.map((stream) => stream.name);
  throw createCatalogError(
    path,
    `unknown stream "${name}"`,
    `Use a stream of the connector: ${known.join(', ')}.${formatSuggestion(name, known)}`,
  );
}

/** Checks that no stream occurs twice: their records would be mixed. Throws CATALOG_INVALID. */
export function requireUnique(names: readonly string[]): void {
  const again = names.find((name, at) => names.indexOf(name) < at);
  if (again !== undefined)
    throw createCatalogError(['streams', names.lastIndexOf(again)], `repeated stream "${again}"`);
}

/** Reads the state of one stream; an absent or empty one is a start from scratch. Throws PROTOCOL_STATE_INVALID, STATE_OF_ANOTHER. */
export function readStreamState(connector: string, value: Json | undefined, path: Path): StreamState | undefined {
  if (value === undefined || value === null) return undefined;
  if (isObject(value) && Object.keys(value).length === 0) return undefined;
  const state = parseStreamState(value);
  if (!state) throw createStateError(path, 'it is not a state that this version of Mapwright has written');
  if (state.connector !== connector)
    throw engineError('STATE_OF_ANOTHER', { file: toPointer(path), connector: state.connector });
  return state;
}
