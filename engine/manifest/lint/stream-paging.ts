import { findScopeReads } from '../reads.ts';
import type { Paginator, RequestSpec, Stream } from '../types.generated.ts';
import { type LintContext, pointerTo } from './rule.ts';

/** Returns every paginator with its pointer: the default one and those of the streams. */
export function listPaginators({ manifest }: LintContext): [Paginator, string][] {
  const own = Object.entries(manifest.streams).flatMap(([name, { paginator }]): [Paginator, string][] =>
    paginator ? [[paginator, pointerTo('streams', name, 'paginator')]] : [],
  );
  const shared = manifest.defaults?.paginator;
  return [...(shared ? [[shared, pointerTo('defaults', 'paginator')] as [Paginator, string]] : []), ...own];
}

/** Stream with the paginator that applies to it, its own or the default. */
export interface StreamPaging {
  readonly stream: Stream;
  readonly request: RequestSpec;
  readonly paginator: Exclude<Paginator, { type: 'none' }>;
  /** Pointer to the paginator. */
  readonly path: string;
  /** Members of `page` that the stream's request reads; empty text for the whole. */
  readonly reads: ReadonlySet<string>;
}

/** Returns the paginated streams of a manifest. */
export function listStreamPaging({ manifest, sites }: LintContext): StreamPaging[] {
  const reads = findScopeReads(sites.filter(({ sees }) => sees === 'fetch' || sees === 'file')).filter(
    ({ names }) => names[0] === 'page' || names.length === 0,
  );
  return Object.entries(manifest.streams).flatMap(([name, stream]): StreamPaging[] => {
    const paginator = stream.paginator ?? manifest.defaults?.paginator;
    if (!paginator || paginator.type === 'none') return [];
    const path = stream.paginator ? pointerTo('streams', name, 'paginator') : pointerTo('defaults', 'paginator');
    const own = reads.filter(({ site }) => site.steps[0] === 'streams' && site.steps[1] === name);
    const names = new Set(own.map(({ names: [, member = ''] }) => member));
    return [{ stream, request: stream.job?.files.request ?? stream.request ?? {}, paginator, path, reads: names }];
  });
}
