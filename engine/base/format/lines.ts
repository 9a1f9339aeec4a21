import type { JsonObject } from '../json/types.ts';

/** A record as a line of NDJSON. */
export const ndjsonLine = (record: JsonObject): string => `${JSON.stringify(record)}\n`;

/** An ETM document in pieces: an asset's fields and, as `findingGroup.findings[]`, JSON texts of its findings. */
export async function* etmDocument(
  asset: JsonObject,
  findings: AsyncIterable<string> | Iterable<string>,
): AsyncGenerator<string> {
  yield `${JSON.stringify(asset).slice(0, -1)},"findingGroup":{"findings":[`;
  let separator = '';
  for await (const finding of findings) {
    yield separator + finding;
    separator = ',';
  }
  yield ']}}\n';
}
