import { engineError } from '../../../base/errors/index.ts';
import { listRecordFields, type RecordSelection, readEntityRecords } from '../entity-records.ts';
import type { ReadableStore } from '../list-query.ts';
import { csvLines } from './csv.ts';

const FIRST = ['identity', 'connection', 'firstSeenOn', 'lastSeenOn', 'deletedOn'] as const;

/** Exports a column per field of the records, after the columns of the inventory, which start with an underscore. */
async function* exportCsv(store: ReadableStore, which: RecordSelection): AsyncGenerator<string> {
  const fields = await listRecordFields(store, which);
  yield csvLines([[...FIRST.map((name) => `_${name}`), ...fields]]);
  for await (const items of readEntityRecords(store, which))
    yield csvLines(
      items.map((item) => [...FIRST.map((name) => item[name]), ...fields.map((name) => item.record[name])]),
    );
}

async function* exportNdjson(store: ReadableStore, which: RecordSelection): AsyncGenerator<string> {
  for await (const items of readEntityRecords(store, which))
    for (const { record } of items) yield `${JSON.stringify(record)}\n`;
}

const FORMATS: Readonly<Record<string, typeof exportCsv>> = { csv: exportCsv, ndjson: exportNdjson };

/** Exports the records of an entity in chunks of text. Throws EXPORT_FORMAT_UNKNOWN. */
export function exportEntityRecords(
  store: ReadableStore,
  format: string,
  which: RecordSelection,
): AsyncIterable<string> {
  const exported = Object.hasOwn(FORMATS, format) ? FORMATS[format] : undefined;
  if (exported) return exported(store, which);
  throw engineError('EXPORT_FORMAT_UNKNOWN', {
    entity: which.entity,
    format,
    formats: Object.keys(FORMATS).join(', '),
  });
}
