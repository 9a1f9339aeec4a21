import { didYouMean, listed } from '../../meant.ts';
import { at, type Found, type LintContext, type Rule } from '../rule.ts';

const unknownName = (
  kind: string,
  name: string,
  { known, path }: { known: readonly string[]; path: string },
): Found => ({
  path,
  message: `there is no ${kind} "${name}"`,
  fix: `Name one of: ${listed(known)}.${didYouMean(name, known)}`,
});

function* streams({ manifest }: LintContext): Iterable<Found> {
  const known = Object.keys(manifest.streams);
  const one = function* (name: string | undefined, path: string): Iterable<Found> {
    if (name !== undefined && !known.includes(name)) yield unknownName('stream', name, { known, path });
  };
  for (const [name, stream] of Object.entries(manifest.streams)) {
    yield* one(stream.partition?.parent, at('streams', name, 'partition', 'parent'));
    for (const [as, lookup] of Object.entries(stream.lookup ?? {}))
      yield* one(lookup.stream, at('streams', name, 'lookup', as, 'stream'));
  }
  for (const [name, map] of Object.entries(manifest.maps)) yield* one(map.from, at('maps', name, 'from'));
  for (const name of Object.keys(manifest.filters ?? {})) yield* one(name, at('filters', name));
  for (const [index, name] of (manifest.check?.skip ?? []).entries()) yield* one(name, at('check', 'skip', index));
}

function* enums({ manifest }: LintContext): Iterable<Found> {
  const known = Object.keys(manifest.enums ?? {});
  for (const [name, map] of Object.entries(manifest.maps)) {
    for (const [target, field] of Object.entries(map.fields)) {
      if (typeof field === 'string' || field.enum === undefined || known.includes(field.enum)) continue;
      yield unknownName('enum', field.enum, { known, path: at('maps', name, 'fields', target, 'enum') });
    }
  }
}

function* unusedEnums({ manifest }: LintContext): Iterable<Found> {
  const used = Object.values(manifest.maps).flatMap((map) =>
    Object.values(map.fields).map((field) => (typeof field === 'string' ? undefined : field.enum)),
  );
  for (const name of Object.keys(manifest.enums ?? {})) {
    if (!used.includes(name))
      yield {
        path: at('enums', name),
        message: `no map uses the enum "${name}"`,
        fix: 'Use it in a field ("enum"), or remove it.',
      };
  }
}

function* unusedStreams({ manifest }: LintContext): Iterable<Found> {
  const streams = Object.values(manifest.streams);
  const used = new Set([
    ...Object.values(manifest.maps).map((map) => map.from),
    ...streams.flatMap((stream) => (stream.partition ? [stream.partition.parent] : [])),
    ...streams.flatMap((stream) => Object.values(stream.lookup ?? {}).map((lookup) => lookup.stream)),
  ]);
  for (const name of Object.keys(manifest.streams)) {
    if (!used.has(name))
      yield {
        path: at('streams', name),
        message: `nothing reads the stream "${name}"`,
        fix: 'Map it, refer to it, or remove it.',
      };
  }
}

export const NAME_RULES = {
  'names/stream': {
    sentence: 'Streams, parents, lookups, filters and maps name streams that exist.',
    severity: 'error',
    check: streams,
  },
  'names/enum': { sentence: 'Fields name enums that exist.', severity: 'error', check: enums },
  'names/unused-enum': { sentence: 'Every enum is used.', severity: 'warning', check: unusedEnums },
  'names/unused-stream': {
    sentence: 'Every stream is mapped or referred to.',
    severity: 'warning',
    check: unusedStreams,
  },
} as const satisfies Record<string, Rule>;
