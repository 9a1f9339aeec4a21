import { engineError } from '../../../base/errors/index.ts';
import type { FormatName } from '../../../base/format/index.ts';
import type { Entity } from '../../query/index.ts';
import type { Asked, Reading } from '../page.ts';
import { assetsCsv, findingsCsv } from './csv.ts';
import { eachAsset, eachFinding } from './each.ts';
import { etm } from './etm.ts';
import { ndjson } from './ndjson.ts';
import { sarif } from './sarif.ts';

/** Records of an export. */
export type Which = Pick<Asked, 'query' | 'now'>;

type Export = (store: Reading, which: Which) => AsyncIterable<string>;

/** Exports of each entity; a new format is a row of `FORMATS`, a file here and a row here. */
export const EXPORTS: Readonly<Record<Entity, Readonly<Partial<Record<FormatName, Export>>>>> = {
  asset: {
    csv: (store, which) => assetsCsv(eachAsset(store, which)),
    ndjson: (store, which) => ndjson(eachAsset(store, which)),
    etm: (store, which) => etm(store, 'asset', which),
  },
  finding: {
    csv: (store, which) => findingsCsv(eachFinding(store, which)),
    ndjson: (store, which) => ndjson(eachFinding(store, which)),
    sarif: (store, which) => sarif(store, which),
    etm: (store, which) => etm(store, 'finding', which),
  },
};

/** The records of a query as text in a format, piece by piece. Throws EXPORT_FORMAT_UNKNOWN. */
export function exported(
  store: Reading,
  { entity, format }: { readonly entity: Entity; readonly format: string },
  which: Which,
): AsyncIterable<string> {
  const formats: Readonly<Record<string, Export>> = EXPORTS[entity];
  const of = Object.hasOwn(formats, format) ? formats[format] : undefined;
  if (!of) throw engineError('EXPORT_FORMAT_UNKNOWN', { entity, format, formats: Object.keys(formats).join(', ') });
  return of(store, which);
}
