import { isObject, type Json, type JsonObject } from '../../base/json/index.ts';
import type { RecordStream, SelectedStream, SyncMode } from '../sync/index.ts';
import { createCatalogError, findRecordStream, listCatalogEntries, requireUnique } from '../sync/read-input.ts';

const MODES: Readonly<Record<string, SyncMode>> = { full_refresh: 'full', incremental: 'incremental' };

/** Describes a stream for `discover`. Every stream is resumable, also in a full refresh: its states contain the position. */
export const describeStream = ({ name, schema, key, cursor, isIncremental }: RecordStream): JsonObject => ({
  name,
  json_schema: schema,
  supported_sync_modes: isIncremental ? ['full_refresh', 'incremental'] : ['full_refresh'],
  source_defined_cursor: true,
  ...(isIncremental && cursor ? { default_cursor_field: [...cursor] } : {}),
  ...(key.length > 0 ? { source_defined_primary_key: key.map((path) => [...path]) } : {}),
  is_resumable: true,
});

/**
 * Reads the mode of a stream. A stream without a cursor is read completely even if the client requests an incremental read,
 * as in sources of the Airbyte CDK: PyAirbyte always requests one.
 */
function readMode(
  stream: RecordStream,
  value: Json | undefined,
  at: number,
): Pick<SelectedStream, 'mode' | 'isFallback'> {
  const mode = typeof value === 'string' && Object.hasOwn(MODES, value) ? MODES[value] : undefined;
  if (mode === undefined)
    throw createCatalogError(
      ['streams', at, 'sync_mode'],
      `unknown sync mode ${JSON.stringify(value ?? null)}`,
      'Use full_refresh or incremental.',
    );
  return mode === 'full' || stream.isIncremental ? { mode } : { mode: 'full', isFallback: true };
}

/** Reads a configured catalog. Throws CATALOG_INVALID. */
export function readConfiguredCatalog(streams: readonly RecordStream[], catalog: Json): readonly SelectedStream[] {
  const selected = listCatalogEntries(catalog).map((entry, at): SelectedStream => {
    const configured = isObject(entry) ? entry : {};
    const named = isObject(configured['stream']) ? configured['stream']['name'] : undefined;
    const stream = findRecordStream(streams, named, ['streams', at, 'stream', 'name']);
    return { ...stream, ...readMode(stream, configured['sync_mode'], at) };
  });
  requireUnique(selected.map(({ name }) => name));
  return selected;
}
