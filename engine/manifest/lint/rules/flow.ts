import { listMembers, listParents, type SourceMember } from '../../partition-sources.ts';
import { findScopeReads } from '../../reads.ts';
import type { Manifest, Stream } from '../../types.generated.ts';
import { type LintContext, pointerTo, type Rule, type Violation } from '../rule.ts';

/** Returns the names of the streams that must be read before this one. */
const listDependencies = ({ streams }: Manifest, name: string): string[] => [
  // A stream that is its own parent is read level by level.
  ...listParents(streams[name]).filter((parent) => parent !== name),
  ...Object.values(streams[name]?.lookup ?? {}).flatMap((lookup) => (lookup.type === 'join' ? [lookup.stream] : [])),
];

function reaches(manifest: Manifest, from: string, wanted: string): boolean {
  const seen = new Set<string>();
  const waiting = listDependencies(manifest, from);
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (name === wanted) return true;
    if (!seen.has(name)) waiting.push(...listDependencies(manifest, name));
    seen.add(name);
  }
  return false;
}

/** Returns the pointer to the first parent of a stream that passes the test. */
function findParentPath(stream: Stream, name: string, passes: (parent: string) => boolean): string | undefined {
  for (const [at, source] of (stream.partitions ?? []).entries())
    for (const { parent, steps } of listMembers(source))
      if (parent !== undefined && passes(parent))
        return pointerTo('streams', name, 'partitions', at, ...steps, 'parent');
  return undefined;
}

function* findCycles({ manifest }: LintContext): Iterable<Violation> {
  for (const [name, stream] of Object.entries(manifest.streams)) {
    if (!reaches(manifest, name, name)) continue;
    const path =
      findParentPath(stream, name, (parent) => parent !== name && reaches(manifest, parent, name)) ??
      pointerTo('streams', name, 'lookup');
    yield {
      path,
      message: `the stream "${name}" depends on itself`,
      fix: 'Remove a parent or a join lookup, so that one of the streams can be read without the others.',
    };
  }
}

const SHAPES_OF_RECURSION: readonly {
  readonly isWrong: (stream: Stream, members: readonly SourceMember[], name: string) => boolean;
  readonly problem: string;
  readonly fix: string;
}[] = [
  {
    isWrong: (_stream, members, name) => members.every(({ parent }) => parent === name),
    problem: 'is its only parent, so there is no first level',
    fix: 'Use a union of the source of the first level and the stream itself.',
  },
  {
    isWrong: ({ partitions = [] }) => partitions.length > 1,
    problem: 'is its own parent, and has other partition sources',
    fix: 'Keep the union with the stream itself as the only source.',
  },
  {
    isWrong: ({ partitions = [] }) => partitions.some(({ batch }) => batch !== undefined),
    problem: 'is its own parent, and reads its parents in batches',
    fix: 'Remove "batch".',
  },
];

function* findRecursionProblems({ manifest }: LintContext): Iterable<Violation> {
  for (const [name, stream] of Object.entries(manifest.streams))
    for (const [at, source] of (stream.partitions ?? []).entries()) {
      const members = listMembers(source);
      const path = pointerTo('streams', name, 'partitions', at);
      if (!members.some(({ parent }) => parent === name)) {
        if (source.depth === undefined) continue;
        const fix = 'Remove it, or add the stream itself to the union.';
        yield { path: `${path}/depth`, message: `"depth" has no effect: "${name}" is not its own parent`, fix };
        continue;
      }
      for (const { isWrong, problem, fix } of SHAPES_OF_RECURSION)
        if (isWrong(stream, members, name)) yield { path, message: `the stream "${name}" ${problem}`, fix };
    }
}

/** Keys of a stream that reads the responses of another one. */
const RESPONSE_KEYS: ReadonlySet<string> = new Set<keyof Stream>([
  ...([
    'title',
    'description',
    'when',
    'responseOf',
    'records',
    'item',
    'absentWhen',
    'key',
    'emit',
    'lookup',
  ] as const),
]);

function* findResponseProblems({ manifest }: LintContext): Iterable<Violation> {
  for (const [name, stream] of Object.entries(manifest.streams)) {
    if (stream.responseOf === undefined) continue;
    const host = manifest.streams[stream.responseOf];
    if (host?.responseOf !== undefined)
      yield {
        path: pointerTo('streams', name, 'responseOf'),
        message: `the stream "${stream.responseOf}" sends no requests: it reads the responses of "${host.responseOf}"`,
        fix: `Use "${host.responseOf}".`,
      };
    for (const key of Object.keys(stream).filter((one) => !RESPONSE_KEYS.has(one)))
      yield {
        path: pointerTo('streams', name, key),
        message: `"${key}" has no effect in a stream with "responseOf"`,
        fix: `Move it to the stream "${stream.responseOf}", or remove it.`,
      };
  }
}

function* findKeylessParents({ manifest }: LintContext): Iterable<Violation> {
  for (const parent of new Set(Object.values(manifest.streams).flatMap(listParents))) {
    const stream = manifest.streams[parent];
    if (!stream || stream.key) continue;
    yield {
      path: pointerTo('streams', parent),
      message: `the stream "${parent}" is a parent and has no key`,
      fix: 'Add "key": the paths whose values identify an item. They name the partitions of its children.',
    };
  }
}

/** Returns true if the partitions of a stream are exactly the items of a parent. */
const isFetchable = ({ partitions = [] }: Stream = { records: '$', key: [] }, parent: string): boolean => {
  const [source] = partitions;
  return partitions.length === 1 && source?.parent === parent && !source.value && !source.batch;
};

function* findFetchProblems({ manifest }: LintContext): Iterable<Violation> {
  for (const [name, stream] of Object.entries(manifest.streams)) {
    for (const [as, lookup] of Object.entries(stream.lookup ?? {})) {
      if (lookup.type !== 'fetch' || !manifest.streams[lookup.stream]) continue;
      if (isFetchable(manifest.streams[lookup.stream], name)) continue;
      yield {
        path: pointerTo('streams', name, 'lookup', as),
        message: `the stream "${lookup.stream}" is fetched for each item of "${name}" but is not partitioned by its items alone`,
        fix: `Give "${lookup.stream}" one partition source with the parent "${name}" and the name "as", or use a join lookup.`,
      };
    }
  }
}

/** Returns true if a request of a stream reads a name of its scope: in its URL, parameters, headers, body or conditions. */
const isSent = ({ sites }: LintContext, stream: string, wanted: string): boolean => {
  const own = sites.filter(({ steps }) => steps[0] === 'streams' && steps[1] === stream && isOfRequest(steps));
  return findScopeReads(own).some(({ names: [root] }) => root === undefined || root === wanted);
};

const isOfRequest = ([, , part]: readonly string[]): boolean => part === 'request' || part === 'job';

function* findUnusedCursors(context: LintContext): Iterable<Violation> {
  for (const [name, stream] of Object.entries(context.manifest.streams)) {
    if (!stream.incremental || stream.incremental.clientSide || stream.incremental.order) continue;
    // A cursor that is a time moves the start of the windows.
    if (stream.window && stream.incremental.type === 'datetime') continue;
    if (isSent(context, name, 'cursor')) continue;
    yield {
      path: pointerTo('streams', name, 'incremental'),
      message: `no request of "${name}" sends {{cursor.start}}`,
      fix: 'Send it in the parameter by which the vendor filters by time, or set "clientSide": true.',
    };
  }
}

function* findUnusedWindows(context: LintContext): Iterable<Violation> {
  for (const [name, stream] of Object.entries(context.manifest.streams)) {
    if (!stream.window || isSent(context, name, 'window')) continue;
    yield {
      path: pointerTo('streams', name, 'window'),
      message: `no request of "${name}" sends {{window.start}} or {{window.end}}`,
      fix: 'Send the bounds of the window in the URL, a parameter or the body, or remove the window.',
    };
  }
}

function* findRereadParents({ manifest }: LintContext): Iterable<Violation> {
  for (const [name, stream] of Object.entries(manifest.streams)) {
    if (!stream.incremental || stream.incremental.scope === 'partition') continue;
    const parent = listParents(stream).find((one) => manifest.streams[one] && !manifest.streams[one].incremental);
    if (parent === undefined) continue;
    yield {
      path: pointerTo('streams', name, 'incremental'),
      message: `"${name}" has one cursor for all partitions, but each run reads its parent "${parent}" in full`,
      fix: 'Set "scope": "partition" (without "batch"), so that a new partition is read from its beginning.',
    };
  }
}

function* findBatchCursors({ manifest }: LintContext): Iterable<Violation> {
  for (const [name, stream] of Object.entries(manifest.streams)) {
    if (stream.incremental?.scope !== 'partition' || !stream.partitions?.some(({ batch }) => batch)) continue;
    yield {
      path: pointerTo('streams', name, 'incremental', 'scope'),
      message: `"${name}" has a cursor per partition, but its partitions are batches, which differ from run to run`,
      fix: 'Remove "batch", or use one cursor for the stream.',
    };
  }
}

export const FLOW_RULES = {
  'flow/cycle': { sentence: 'No stream depends on itself.', severity: 'error', check: findCycles },
  'flow/recursion': {
    sentence: 'A stream that is its own parent has a first level, and no other partitions.',
    severity: 'error',
    check: findRecursionProblems,
  },
  'flow/response-of': {
    sentence: 'A stream with responseOf reads a stream with requests and defines nothing that belongs to them.',
    severity: 'error',
    check: findResponseProblems,
  },
  'flow/parent-key': { sentence: 'Every parent has a key.', severity: 'error', check: findKeylessParents },
  'flow/fetch-partition': {
    sentence: 'A stream in a fetch lookup is partitioned by the stream that fetches it.',
    severity: 'error',
    check: findFetchProblems,
  },
  'flow/cursor-unused': {
    sentence: 'An incremental stream sends its cursor or filters on the client side.',
    severity: 'error',
    check: findUnusedCursors,
  },
  'flow/window-unused': {
    sentence: 'A stream with a window sends its bounds.',
    severity: 'error',
    check: findUnusedWindows,
  },
  'flow/parent-reread': {
    sentence: 'An incremental stream has a cursor per partition if its parent is read in full.',
    severity: 'warning',
    check: findRereadParents,
  },
  'flow/batch-cursor': {
    sentence: 'A stream with batches of partition values has one cursor.',
    severity: 'error',
    check: findBatchCursors,
  },
} as const satisfies Record<string, Rule>;
