import type { Element } from '../../../base/json/index.ts';
import type { Decoder } from '../../../manifest/types.generated.ts';
import type { Decode, PageBytes, ParsedPage } from '../page.ts';
import { decodeCsv } from './csv.ts';
import { decodeJson } from './json.ts';
import { decodeLines } from './lines.ts';
import { decodeNdjson } from './ndjson.ts';
import { decodeXml } from './xml.ts';

type ByType = { [D in Decoder as D['type']]: D };

/** Decoders by type. */
export const DECODERS: { readonly [T in keyof ByType]: Decode<ByType[T]> } = {
  json: decodeJson,
  ndjson: decodeNdjson,
  lines: decodeLines,
  csv: decodeCsv,
  xml: decodeXml,
};

/** Decodes a body by its manifest decoder; see `Decode`. */
export const decode = (spec: Decoder, body: PageBytes, page: ParsedPage): AsyncIterable<readonly Element[]> =>
  (DECODERS[spec.type] as Decode<Decoder>)(spec, body, page);
