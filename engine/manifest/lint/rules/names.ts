import { formatList, formatSuggestion } from '../../../base/suggestion/index.ts';
import { findUsedStreams } from '../../entities.ts';
import { listMapEnums } from '../../map-enums.ts';
import { listParents, listScopeNames } from '../../partition-sources.ts';
import { findNameReferences } from '../../sites.ts';
import { type LintContext, pointerTo, type Rule, type Violation } from '../rule.ts';

export const describeUnknownName = (
  kind: string,
  name: string,
  { known, path }: { known: readonly string[]; path: string },
): Violation => ({
  path,
  message: `unknown ${kind} "${name}"`,
  fix: `Use one of: ${formatList(known)}.${formatSuggestion(name, known)}`,
});

function* findUnknownStreams({ manifest }: LintContext): Iterable<Violation> {
  const known = Object.keys(manifest.streams);
  for (const { of, name, path } of findNameReferences(manifest))
    if (of === 'stream' && !known.includes(name)) yield describeUnknownName('stream', name, { known, path });
}

/** Names that templates and expressions use for something else. */
const RESERVED: ReadonlySet<string> = new Set([
  ...['settings', 'filters', 'cursor', 'window', 'job', 'session', 'page', 'run'],
  ...['status', 'headers', 'body', 'nonce', 'timestamp', 'request', 'signature'],
]);

function* findPartitionNameProblems({ manifest }: LintContext): Iterable<Violation> {
  for (const [name, stream] of Object.entries(manifest.streams)) {
    const parents = listParents(stream).filter((parent) => parent !== name);
    const above = new Set(parents.flatMap((parent) => listScopeNames(manifest, parent, name)));
    const own = new Set<string>();
    for (const [at, { as }] of (stream.partitions ?? []).entries()) {
      const isTaken = own.has(as) || above.has(as);
      own.add(as);
      if (!isTaken && !RESERVED.has(as) && !Object.hasOwn(stream.lookup ?? {}, as)) continue;
      yield {
        path: pointerTo('streams', name, 'partitions', at, 'as'),
        message: `the name "${as}" is already used in the scope of "${name}"`,
        fix: 'Use a name that no other partition source, ancestor or lookup of the stream has.',
      };
    }
  }
}

function* findUnknownEnums({ manifest }: LintContext): Iterable<Violation> {
  for (const [name, map] of Object.entries(manifest.maps)) {
    const known = Object.keys(listMapEnums(manifest, map));
    for (const [target, field] of Object.entries(map.fields)) {
      if (typeof field === 'string' || field.enum === undefined || known.includes(field.enum)) continue;
      yield describeUnknownName('enum', field.enum, { known, path: pointerTo('maps', name, 'fields', target, 'enum') });
    }
  }
}

function* findUnusedEnums({ manifest }: LintContext): Iterable<Violation> {
  const used = Object.values(manifest.maps).flatMap((map) =>
    Object.values(map.fields).map((field) => (typeof field === 'string' ? undefined : field.enum)),
  );
  const fix = 'Reference it in the "enum" key of a field, or remove it.';
  for (const name of Object.keys(manifest.enums ?? {}))
    if (!used.includes(name)) yield { path: pointerTo('enums', name), message: `no map uses the enum "${name}"`, fix };
  for (const [map, { enums = {}, fields }] of Object.entries(manifest.maps))
    for (const name of Object.keys(enums))
      if (!Object.values(fields).some((field) => typeof field === 'object' && field.enum === name))
        yield {
          path: pointerTo('maps', map, 'enums', name),
          message: `no field of the map "${map}" uses its enum "${name}"`,
          fix,
        };
}

function* findUnusedStreams({ manifest }: LintContext): Iterable<Violation> {
  const used = findUsedStreams(manifest);
  for (const [name, { emit }] of Object.entries(manifest.streams)) {
    if (emit === false && !used.has(name))
      yield {
        path: pointerTo('streams', name),
        message: `the stream "${name}" is unused`,
        fix: 'Map it, use it as a parent or in a lookup, remove "emit": false so that its items pass through, or remove it.',
      };
  }
}

export const NAME_RULES = {
  'names/stream': {
    sentence: 'Every referenced stream exists.',
    severity: 'error',
    check: findUnknownStreams,
  },
  'names/partition': {
    sentence: 'The names of partition values are unique in a stream and its ancestors.',
    severity: 'error',
    check: findPartitionNameProblems,
  },
  'names/enum': { sentence: 'Every referenced enum exists.', severity: 'error', check: findUnknownEnums },
  'names/unused-enum': { sentence: 'Every enum is used.', severity: 'warning', check: findUnusedEnums },
  'names/unused-stream': {
    sentence: 'Every stream is mapped, referenced or passes its items through.',
    severity: 'warning',
    check: findUnusedStreams,
  },
} as const satisfies Record<string, Rule>;
