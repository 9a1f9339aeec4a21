import { ndjsonLine } from '../../../base/format/lines.ts';
import { buildEvent } from '../../../base/format/ocsf/index.ts';
import type { ReadableStore } from '../list-query.ts';
import { type FindingItem, readAssetsById } from '../record.ts';

/** Exports OCSF events, one finding per line. */
export async function* exportOcsf(
  store: ReadableStore,
  pages: AsyncIterable<readonly FindingItem[]>,
): AsyncGenerator<string> {
  for await (const items of pages) {
    const ids = new Set(items.flatMap(({ asset }) => asset?.id ?? []));
    const assets = new Map((await readAssetsById(store, [...ids])).map(({ id, record }) => [id, record]));
    for (const { record, asset, lastSeenOn } of items) {
      const known = asset && assets.get(asset.id);
      const of = known ?? { externalAssetId: record['externalAssetId'] ?? '' };
      yield ndjsonLine(buildEvent({ finding: record, asset: of, at: Date.parse(lastSeenOn) }));
    }
  }
}
