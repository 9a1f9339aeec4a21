import { isObject, type Json, type JsonObject } from '../../base/json/index.ts';
import type { RecordStream, SelectedStream, SyncMode } from '../sync/index.ts';
import {
  createCatalogError,
  findRecordStream,
  listCatalogEntries,
  type Path,
  requireUnique,
} from '../sync/read-input.ts';
import { listKeyProperties } from './catalog.ts';

/** Selected stream, and the paths of the fields that its records leave out. */
export interface SingerStream extends SelectedStream {
  readonly left: readonly (readonly string[])[];
}

/** Metadata of a stream or a field. */
interface Mark {
  readonly breadcrumb: readonly string[];
  readonly metadata: JsonObject;
}

const isText = (value: Json): value is string => typeof value === 'string';

function readMarks(entry: JsonObject, path: Path): Mark[] {
  const { metadata = [] } = entry;
  if (!Array.isArray(metadata)) throw createCatalogError([...path, 'metadata'], 'a list is expected');
  return metadata.map((mark, at) => {
    const { breadcrumb, metadata: own } = isObject(mark) ? mark : {};
    if (!Array.isArray(breadcrumb) || !breadcrumb.every(isText) || !isObject(own))
      throw createCatalogError([...path, 'metadata', at], 'a "breadcrumb" and "metadata" are expected');
    return { breadcrumb, metadata: own };
  });
}

const isSelected = ({ metadata }: Mark): boolean => {
  if (metadata['inclusion'] === 'automatic') return true;
  if (metadata['inclusion'] === 'unsupported') return false;
  return (metadata['selected'] ?? metadata['selected-by-default']) === true;
};

const isField = ({ breadcrumb }: Mark): boolean => breadcrumb.length > 0;

/** Converts `["properties", "a", "properties", "b"]` to `["a", "b"]`. */
const toFieldPath = (breadcrumb: readonly string[]): string[] => breadcrumb.filter((_, at) => at % 2 === 1);

const listLeft = (stream: RecordStream, marks: readonly Mark[]): string[][] =>
  marks
    .filter((mark) => isField(mark) && mark.breadcrumb.every((part, at) => at % 2 === 1 || part === 'properties'))
    .filter((mark) => !isSelected(mark))
    .map(({ breadcrumb }) => toFieldPath(breadcrumb))
    .filter(([first = '']) => !listKeyProperties(stream).includes(first));

const MODES: Readonly<Record<string, SyncMode>> = { FULL_TABLE: 'full', INCREMENTAL: 'incremental' };

function readMode(stream: RecordStream, method: Json | undefined, path: Path): SyncMode {
  if (method === undefined || method === null) return stream.isIncremental ? 'incremental' : 'full';
  const mode = typeof method === 'string' && Object.hasOwn(MODES, method) ? MODES[method] : undefined;
  if (mode === undefined)
    throw createCatalogError(
      path,
      `unknown replication method ${JSON.stringify(method)}`,
      'Use FULL_TABLE or INCREMENTAL.',
    );
  if (mode === 'full' || stream.isIncremental) return mode;
  throw createCatalogError(
    path,
    `"${stream.name}" cannot be read incrementally, because the manifest declares no cursor for it`,
    'Use FULL_TABLE, or add "incremental" to the stream in the manifest.',
  );
}

function readEntry(streams: readonly RecordStream[], entry: Json, at: number): SingerStream[] {
  const path = ['streams', at];
  const one = isObject(entry) ? entry : {};
  const marks = readMarks(one, path);
  const whole = marks.find((mark) => !isField(mark)) ?? { breadcrumb: [], metadata: {} };
  const own = one['selected'] === undefined ? {} : { selected: one['selected'] };
  if (!isSelected({ ...whole, metadata: { ...own, ...whole.metadata } })) return [];
  const stream = findRecordStream(streams, one['tap_stream_id'] ?? one['stream'], [...path, 'tap_stream_id']);
  const method =
    whole.metadata['forced-replication-method'] ?? whole.metadata['replication-method'] ?? one['replication_method'];
  const mode = readMode(stream, method, [...path, 'metadata']);
  return [{ ...stream, mode, left: listLeft(stream, marks) }];
}

/** Reads the selection of a catalog. Throws CATALOG_INVALID, also if it selects nothing. */
export function readSelection(streams: readonly RecordStream[], catalog: Json): readonly SingerStream[] {
  const selected = listCatalogEntries(catalog).flatMap((entry, at) => readEntry(streams, entry, at));
  requireUnique(selected.map(({ name }) => name));
  if (selected.length === 0)
    throw createCatalogError(
      ['streams'],
      'no stream is selected',
      'Set "selected" to true in the metadata of a stream whose "breadcrumb" is empty.',
    );
  return selected;
}

/** Selects all streams and fields, as a tap does without a catalog. */
export const selectAll = (streams: readonly RecordStream[]): readonly SingerStream[] =>
  streams.map((stream) => ({ ...stream, mode: readMode(stream, undefined, []), left: [] }));
