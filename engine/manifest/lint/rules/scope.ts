import { isBuiltin } from '../../../language/expression/index.ts';
import { didYouMean, listed } from '../../meant.ts';
import type { Manifest, Stream } from '../../types.generated.ts';
import { type ScopeRead, scopeReads } from '../reads.ts';
import { at, type Found, type LintContext, type Rule } from '../rule.ts';

/** The names of a stream's ancestors in its scope. */
function ancestorsOf({ streams }: Manifest, name: string): string[] {
  const names: string[] = [];
  const seen = new Set<string>();
  for (let stream: Stream | undefined = streams[name]; stream?.partition; stream = streams[stream.partition.parent]) {
    if (seen.has(stream.partition.parent)) break;
    seen.add(stream.partition.parent);
    names.push(stream.partition.as);
  }
  return names;
}

/** Session and signing names exist within auth; what a manifest calls them is its own. */
const inAuth = (read: ScopeRead): boolean => 'auth' in read.site && read.site.auth === true;

function namesFor({ manifest }: LintContext, { site }: ScopeRead): string[] {
  const stream = site.stream === undefined ? undefined : manifest.streams[site.stream];
  const own = site.stream === undefined ? [] : ancestorsOf(manifest, site.stream);
  const common = ['settings', 'filters', 'session', 'run'];
  if (site.stream === undefined) return [...common, 'status', 'headers', 'body'];
  return [
    ...common,
    ...own,
    ...(stream?.incremental ? ['cursor'] : []),
    ...(stream?.window ? ['window'] : []),
    ...(stream?.job ? ['job'] : []),
    ...Object.keys(stream?.lookup ?? {}),
    ...('sees' in site ? ['status', 'headers', 'body', 'page'] : ['page']),
  ];
}

function* unknownNames(context: LintContext): Iterable<Found> {
  for (const read of scopeReads(context.sites)) {
    const [name = ''] = read.names;
    if (name === '' || inAuth(read) || ('sees' in read.site && isBuiltin(name))) continue;
    const known = namesFor(context, read);
    if (known.includes(name)) continue;
    yield {
      path: read.path,
      message: `there is no "${name}" here`,
      fix: `Names are: ${listed(known)}.${didYouMean(name, known)}`,
    };
  }
}

function* unknownFilters(context: LintContext): Iterable<Found> {
  const known = Object.keys(context.manifest.filters ?? {});
  const used = new Set<string>();
  for (const { names, path } of scopeReads(context.sites)) {
    if (names[0] !== 'filters' || names[1] === undefined) continue;
    used.add(names[1]);
    if (!known.includes(names[1]))
      yield {
        path,
        message: `there is no filter "${names[1]}"`,
        fix: `Declare it under "filters".${didYouMean(names[1], known)}`,
      };
  }
  for (const name of known) {
    if (!used.has(name))
      yield {
        path: at('filters', name),
        message: `no request sends the filter "${name}"`,
        fix: `Send {{filters.${name}}} in the request of "${name}", or remove the filter.`,
      };
  }
}

export const SCOPE_RULES = {
  'scope/unknown-name': {
    sentence: 'Templates and expressions use names that exist where they stand.',
    severity: 'error',
    check: unknownNames,
  },
  'scope/filter': {
    sentence: 'Filters that are used are declared, and the other way round.',
    severity: 'error',
    check: unknownFilters,
  },
} as const satisfies Record<string, Rule>;
