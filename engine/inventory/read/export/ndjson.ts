import type { AssetItem, FindingItem } from '../record.ts';

/** One record a line, as the target's schemas describe it. */
export async function* ndjson(pages: AsyncIterable<readonly (AssetItem | FindingItem)[]>): AsyncGenerator<string> {
  for await (const items of pages) yield items.map(({ record }) => `${JSON.stringify(record)}\n`).join('');
}
