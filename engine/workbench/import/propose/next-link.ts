import { findLink } from '../../../pipeline/pagination/link-header.ts';
import type { ObservedPage } from '../described.ts';

/** Returns the target of the Link header with rel="next", if a page has one. */
export function findNextLink({ headers }: ObservedPage): string | undefined {
  const found = findLink('next', headers['link'] ?? '');
  return found === 'unreadable' ? undefined : found.target;
}
