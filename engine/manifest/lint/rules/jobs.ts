import { formatList, formatSuggestion } from '../../../base/suggestion/index.ts';
import { listParents } from '../../partition-sources.ts';
import { findScopeReads } from '../../reads.ts';
import type { Site } from '../../sites.ts';
import type { Manifest, Stream } from '../../types.generated.ts';
import { type LintContext, pointerTo, type Rule, type Violation } from '../rule.ts';
import { streamNameOf } from './scope.ts';

/** Returns the streams whose job can be `job` in the scope of a stream: its own, or else those of its ancestors. */
function findJobStreams(manifest: Manifest, name: string, seen = new Set<string>()): Stream[] {
  const stream = manifest.streams[name];
  if (!stream || seen.has(name)) return [];
  seen.add(name);
  return stream.job ? [stream] : listParents(stream).flatMap((parent) => findJobStreams(manifest, parent, seen));
}

function* findUnknownCaptures({ manifest, sites }: LintContext): Iterable<Violation> {
  for (const { names, path, site } of findScopeReads(sites)) {
    const [root, name] = names;
    if (root !== 'job' || name === undefined) continue;
    const jobs = findJobStreams(manifest, streamNameOf(manifest, site)).flatMap(({ job }) => job ?? []);
    if (jobs.length === 0) continue;
    const steps = jobs.flatMap(({ create, poll, result }) => [create, poll, result]);
    const known = steps.flatMap((step) => Object.keys(step?.capture ?? {}));
    if (known.includes(name)) continue;
    yield {
      path,
      message: `no step of the job captures "${name}"`,
      fix: `Capture it in "create", "poll" or "result"${known.length === 0 ? '' : `, or use one of: ${formatList(known)}`}.${formatSuggestion(name, known)}`,
    };
  }
}

function* findFetchedJobs({ manifest }: LintContext): Iterable<Violation> {
  for (const [name, stream] of Object.entries(manifest.streams)) {
    for (const [as, lookup] of Object.entries(stream.lookup ?? {})) {
      if (lookup.type !== 'fetch' || !manifest.streams[lookup.stream]?.job) continue;
      yield {
        path: pointerTo('streams', name, 'lookup', as),
        message: `the stream "${lookup.stream}" has a job, which is not run for a single item`,
        fix: `Give "${lookup.stream}" a request, or use a join lookup.`,
      };
    }
  }
}

/** Returns the names of the streams with a job whose values reach a stream through its parents. */
function listParentJobs({ streams }: Manifest, name: string): string[] {
  const found = new Set<string>();
  const seen = new Set<string>();
  const waiting = listParents(streams[name]);
  for (let parent = waiting.shift(); parent !== undefined; parent = waiting.shift()) {
    if (seen.has(parent)) continue;
    seen.add(parent);
    if (streams[parent]?.job) found.add(parent);
    else waiting.push(...listParents(streams[parent]));
  }
  return [...found];
}

function* findAmbiguousJobs({ manifest, sites }: LintContext): Iterable<Violation> {
  for (const [name, stream] of Object.entries(manifest.streams)) {
    const jobs = listParentJobs(manifest, name);
    if (jobs.length < 2 || stream.job) continue;
    const isOwn = ({ steps: [part, own = ''] }: Site) =>
      part === 'streams' ? own === name : part === 'maps' && manifest.maps[own]?.from === name;
    const read = findScopeReads(sites.filter(isOwn)).find(({ names: [root] }) => root === 'job' || root === 'file');
    if (!read) continue;
    yield {
      path: read.path,
      message: `"${name}" has several parents with a job (${jobs.join(', ')}), so "${read.names[0]}" has several meanings`,
      fix: 'Copy the value into the items of the parent, with an expression in its "records", and read it from there.',
    };
  }
}

export const JOB_RULES = {
  'jobs/unknown-capture': {
    sentence: 'Every value of a job that templates and expressions use is captured by one of its steps.',
    severity: 'error',
    check: findUnknownCaptures,
  },
  'jobs/fetched': {
    sentence: 'A stream in a fetch lookup has no job.',
    severity: 'error',
    check: findFetchedJobs,
  },
  'jobs/ambiguous': {
    sentence: 'The parents of a stream that uses job or file have one job among them.',
    severity: 'error',
    check: findAmbiguousJobs,
  },
} as const satisfies Record<string, Rule>;
