import type { Element } from '../../../base/json/index.ts';
import type { Decoder } from '../../../manifest/types.generated.ts';
import type { Body, Decode, Page } from '../page.ts';
import { csv } from './csv.ts';
import { json } from './json.ts';
import { ndjson } from './ndjson.ts';
import { xml } from './xml.ts';

type ByType = { [D in Decoder as D['type']]: D };

/** The formats of bodies. */
export const DECODERS: { readonly [T in keyof ByType]: Decode<ByType[T]> } = { json, ndjson, csv, xml };

/** Reads `body` as `spec` says: see `Decode`. */
export const decode = (spec: Decoder, body: Body, page: Page): AsyncIterable<readonly Element[]> =>
  (DECODERS[spec.type] as Decode<Decoder>)(spec, body, page);
