import { ndjsonLine } from '../../../base/format/lines.ts';
import type { AssetItem, FindingItem } from '../record.ts';

/** One record a line, as the target's schemas describe it. */
export async function* exportNdjson(
  pages: AsyncIterable<readonly (AssetItem | FindingItem)[]>,
): AsyncGenerator<string> {
  for await (const items of pages) yield items.map(({ record }) => ndjsonLine(record)).join('');
}
