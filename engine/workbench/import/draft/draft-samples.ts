import type { Manifest } from '../../../manifest/index.ts';
import { formatSample } from '../../replay/format-sample.ts';
import { readRecordedPages } from '../../replay/pages.ts';
import type { ImportedCase } from '../imported.ts';

/** Returns a recorded page of each stream, the last one with items, with the ancestors of its items: its map may read them. */
export async function readDraftSamples(
  manifest: Manifest,
  cases: readonly Pick<ImportedCase, 'recording'>[],
): Promise<Readonly<Record<string, string>>> {
  const samples: Record<string, string> = {};
  for (const { recording } of cases) {
    // A draft is useful without a sample, too.
    const pages = await readRecordedPages(manifest, recording).catch(() => []);
    for (const { stream, items, ...page } of pages)
      if (items > 0 || samples[stream] === undefined) samples[stream] = formatSample(page);
  }
  return samples;
}
