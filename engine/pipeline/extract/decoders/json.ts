import { type Json, type JsonObject, readPath, readPiece, Splitter } from '../../../base/json/index.ts';
import type { JsonDecoder } from '../../../manifest/types.generated.ts';
import type { Decode, ParsedPage } from '../page.ts';

// Small pages are split as well: to notice a key that comes twice, all bytes must be looked at anyway, and one JSON.parse
// of the whole with that check gained 6 to 27 % on pages of 10 to 500 items, less than a second way through is worth.

/** JSON: the list is split off while it arrives; without a plain path, or without a list there, the page is one value. */
export const decodeJson: Decode<JsonDecoder> = async function* (_spec, body, page) {
  const splitter = new Splitter(page.path);
  for await (const chunk of body) for (const piece of splitter.push(chunk)) yield readPiece(piece);
  const envelope = splitter.end();
  setRest(page, envelope, splitter);
};

function setRest(page: ParsedPage, envelope: Json, splitter: Splitter): void {
  page.envelope = envelope;
  if (splitter.found) return;
  const duplicates = splitter.duplicates(envelope);
  page.document = duplicates.length === 0 ? envelope : markDuplicates(envelope, duplicates);
}

/** Sets a key that no item may have next to each key that came twice: it goes with the item through any selector. */
function markDuplicates(envelope: Json, duplicates: readonly (readonly (string | number)[])[]): Json {
  const document = structuredClone(envelope);
  for (const path of duplicates) {
    const holder = readPath(document, path.slice(0, -1)) as JsonObject | undefined;
    if (typeof holder === 'object' && holder !== null)
      Object.defineProperty(holder, `\0${path.at(-1)}`, { value: true, enumerable: true });
  }
  return document;
}
