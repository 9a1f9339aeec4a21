import type { Manifest } from '../../manifest/index.ts';
import { type ConnectionSetup, compileConnector } from '../../pipeline/connector/index.ts';
import { type FirstPage, type FirstPageOptions, fetchFirstPage } from '../../workbench/check/first-page.ts';
import { buildChangedDraft } from './changed-draft.ts';
import { readConnectionRow } from './connection.ts';
import type { Platform } from './platform.ts';

/** First page of a stream, with and without its filter. */
export interface FilterMatches {
  readonly stream: string;
  readonly filtered: FirstPage;
  readonly all: FirstPage;
}

/**
 * Requests the first page of each filtered stream, with and without filters. Skips streams that depend on a parent. Throws
 * errors of compiling the settings, of the vendor and of the network.
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

/** Calls `countFilterMatches` with the settings and secrets of a saved connection. Also throws CONNECTION_UNKNOWN and SECRET_BOUND_ELSEWHERE. */
export async function countSavedFilterMatches(
  platform: Platform,
  ref: string,
  { filters, ...options }: FirstPageOptions & { readonly filters: Readonly<Record<string, string>> },
): Promise<readonly FilterMatches[]> {
  const row = await readConnectionRow(platform.store.db, ref);
  const { draft, manifest } = await buildChangedDraft(platform, row, {});
  return countFilterMatches(manifest, { settings: draft.settings, filters }, options);
}
