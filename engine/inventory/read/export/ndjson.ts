import { ndjsonLine } from '../../../base/format/lines.ts';
import type { AssetItem, FindingItem } from '../record.ts';

/** Exports one record per line, in the form of the target schemas. */
export async function* exportNdjson(
  pages: AsyncIterable<readonly (AssetItem | FindingItem)[]>,
): AsyncGenerator<string> {
  for await (const items of pages) yield items.map(({ record }) => ndjsonLine(record)).join('');
}
