import type { Manifest } from '../../manifest/index.ts';
import { type ConnectionSetup, compileConnector } from '../../pipeline/connector/index.ts';
import { type FirstPage, type FirstPageOptions, fetchFirstPage } from '../../workbench/check/first-page.ts';
import { buildChangedDraft } from './changed-draft.ts';
import { readConnectionRow } from './connection.ts';
import type { Platform } from './platform.ts';

/** What a filter leaves of a stream's first page. */
export interface FilterMatches {
  readonly stream: string;
  readonly filtered: FirstPage;
  readonly all: FirstPage;
}

/**
 * Asks the vendor for the first page of each filtered stream, with the filters and without. Streams that are not read by
 * themselves are left out. Throws what compiling the settings throws, and what the vendor or the network does.
 */
export async function countFilterMatches(
  manifest: Manifest,
  { settings, filters = {} }: Pick<ConnectionSetup, 'settings' | 'filters'>,
  options: FirstPageOptions,
): Promise<readonly FilterMatches[]> {
  const narrow = await compileConnector(manifest, { settings, filters });
  const wide = await compileConnector(manifest, { settings });
  const matches: FilterMatches[] = [];
  for (const stream of Object.keys(filters)) {
    const filtered = await fetchFirstPage(narrow, stream, options);
    const all = filtered && (await fetchFirstPage(wide, stream, options));
    if (filtered && all) matches.push({ stream, filtered, all });
  }
  return matches;
}

/** The same with the settings and secrets of a saved connection. Throws CONNECTION_UNKNOWN, SECRET_BOUND_ELSEWHERE, too. */
export async function countSavedFilterMatches(
  platform: Platform,
  ref: string,
  { filters, ...options }: FirstPageOptions & { readonly filters: Readonly<Record<string, string>> },
): Promise<readonly FilterMatches[]> {
  const row = await readConnectionRow(platform.store.db, ref);
  const { draft, manifest } = await buildChangedDraft(platform, row, {});
  return countFilterMatches(manifest, { settings: draft.settings, filters }, options);
}
