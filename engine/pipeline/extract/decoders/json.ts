import { type Json, type JsonObject, readPath, readPiece, Splitter } from '../../../base/json/index.ts';
import type { JsonDecoder } from '../../../manifest/types.generated.ts';
import type { Decode, ParsedPage } from '../page.ts';

// Small pages are split, too: detecting duplicate keys requires a scan of all bytes anyway, and a JSON.parse of the whole
// page with that scan saved only 6 to 27 % on pages of 10 to 500 items, which does not justify a second code path.

/** Decodes JSON: streams the list at a plain path. Without a plain path or a list there, the page is one value. */
export const decodeJson: Decode<JsonDecoder> = async function* (_spec, body, page) {
  const splitter = new Splitter(page.path, undefined, page.exact);
  for await (const chunk of body) for (const piece of splitter.push(chunk)) yield readPiece(piece, page.exact);
  const envelope = splitter.end();
  setRest(page, envelope, splitter);
};

function setRest(page: ParsedPage, envelope: Json, splitter: Splitter): void {
  page.envelope = envelope;
  if (splitter.found) return;
  const duplicates = splitter.duplicates(envelope);
  page.document = duplicates.length === 0 ? envelope : markDuplicates(envelope, duplicates);
}

/** Marks objects with duplicate keys by a reserved key, which stays with the item through any selector. */
function markDuplicates(envelope: Json, duplicates: readonly (readonly (string | number)[])[]): Json {
  const document = structuredClone(envelope);
  for (const path of duplicates) {
    const holder = readPath(document, path.slice(0, -1)) as JsonObject | undefined;
    if (typeof holder === 'object' && holder !== null)
      Object.defineProperty(holder, `\0${path.at(-1)}`, { value: true, enumerable: true });
  }
  return document;
}
