import { engineError } from '../../../base/errors/index.ts';
import type { FormatName } from '../../../base/format/index.ts';
import type { Entity } from '../../query/index.ts';
import type { ListQuery, ReadableStore } from '../list-query.ts';
import { exportAssetsCsv, exportFindingsCsv } from './csv.ts';
import { readAssets, readFindings } from './each.ts';
import { exportEtm } from './etm.ts';
import { exportNdjson } from './ndjson.ts';
import { exportOcsf } from './ocsf.ts';
import { exportSarif } from './sarif.ts';

/** Records of an export. */
export type ExportSelection = Pick<ListQuery, 'query' | 'now'>;

type Export = (store: ReadableStore, which: ExportSelection) => AsyncIterable<string>;

/** Exports of each entity; a new format needs a row in `FORMATS`, a file here and a row here. */
export const EXPORTS: Readonly<Record<Entity, Readonly<Partial<Record<FormatName, Export>>>>> = {
  asset: {
    csv: (store, which) => exportAssetsCsv(readAssets(store, which)),
    ndjson: (store, which) => exportNdjson(readAssets(store, which)),
    etm: (store, which) => exportEtm(store, 'asset', which),
  },
  finding: {
    csv: (store, which) => exportFindingsCsv(readFindings(store, which)),
    ndjson: (store, which) => exportNdjson(readFindings(store, which)),
    sarif: (store, which) => exportSarif(store, which),
    etm: (store, which) => exportEtm(store, 'finding', which),
    ocsf: (store, which) => exportOcsf(store, readFindings(store, which)),
  },
};

/** Exports the records of a query in a format, in chunks of text. Throws EXPORT_FORMAT_UNKNOWN. */
export function exportAs(
  store: ReadableStore,
  { entity, format }: { readonly entity: Entity; readonly format: string },
  which: ExportSelection,
): AsyncIterable<string> {
  const formats: Readonly<Record<string, Export>> = EXPORTS[entity];
  const of = Object.hasOwn(formats, format) ? formats[format] : undefined;
  if (!of) throw engineError('EXPORT_FORMAT_UNKNOWN', { entity, format, formats: Object.keys(formats).join(', ') });
  return of(store, which);
}
