import { readsOf } from '../../language/expression/index.ts';
import { readsOfMap, readsOfStream, type ScopePaths } from '../../manifest/reads.ts';
import type { Manifest, Stream } from '../../manifest/types.generated.ts';
import { type Carry, carryOf } from './carry.ts';

const entries = (manifest: Manifest): [string, Stream][] => Object.entries(manifest.streams);

const pathOf = (dotted: string): string[] => dotted.split('.');

/** Streams that have `name` among their partition ancestors, with the name that the ancestor has in their scope. */
function descendantsOf(manifest: Manifest, name: string): [string, Stream, string][] {
  const direct = entries(manifest).filter(([, stream]) => stream.partition?.parent === name);
  return direct.flatMap(([child, stream]) => {
    const alias = stream.partition?.as ?? '';
    const below = descendantsOf(manifest, child).map(([n, s]): [string, Stream, string] => [n, s, alias]);
    return [[child, stream, alias], ...below];
  });
}

/** Paths that an expression reads of the item that is its input. */
function readsOfItem(source: string | undefined): ScopePaths {
  if (source === undefined) return [];
  const { input, wholeInput } = readsOf(source);
  return wholeInput ? [[]] : input;
}

const under = (paths: ScopePaths, root: string): ScopePaths =>
  paths.filter((path) => path.length === 0 || path[0] === root).map((path) => path.slice(1));

const mapsFrom = (manifest: Manifest, stream: string) =>
  Object.values(manifest.maps).filter((map) => map.from === stream);

/** What must be kept of a stream's items so that the streams and maps that refer to them find what they read. */
export function carryFor(manifest: Manifest, name: string): Carry {
  const stream = manifest.streams[name];
  const paths: (readonly string[])[] = (stream?.key ?? []).map(pathOf);
  for (const [child, spec, alias] of descendantsOf(manifest, name)) {
    if (spec.partition?.parent === name) paths.push(...readsOfItem(spec.partition.where));
    paths.push(...under(readsOfStream(spec), alias));
    for (const map of mapsFrom(manifest, child)) paths.push(...under(readsOfMap(map), alias));
  }
  for (const [user, spec] of entries(manifest)) {
    for (const [alias, lookup] of Object.entries(spec.lookup ?? {})) {
      if (lookup.type !== 'join' || lookup.stream !== name) continue;
      paths.push(...readsOfItem(lookup.key));
      for (const map of mapsFrom(manifest, user)) paths.push(...under(readsOfMap(map), alias));
    }
  }
  return carryOf(paths);
}

/** Whether other streams refer to this one's items once it has been read. */
export const isReferredTo = (manifest: Manifest, name: string): boolean =>
  entries(manifest).some(
    ([, stream]) =>
      (stream.partition?.parent === name && !isFetched(manifest, stream)) ||
      Object.values(stream.lookup ?? {}).some((lookup) => lookup.type === 'join' && lookup.stream === name),
  );

const isFetched = (manifest: Manifest, stream: Stream): boolean =>
  fetchedStreams(manifest).some((name) => manifest.streams[name] === stream);

/** Streams that are read item by item through a `fetch` lookup, never by themselves. */
export const fetchedStreams = (manifest: Manifest): string[] =>
  entries(manifest).flatMap(([, stream]) =>
    Object.values(stream.lookup ?? {}).flatMap((lookup) => (lookup.type === 'fetch' ? [lookup.stream] : [])),
  );

/** The streams that `names` need, parents and join partners before those that refer to them. */
export function inReadingOrder(manifest: Manifest, names: Iterable<string>): string[] {
  const order: string[] = [];
  const visited = new Set<string>();
  const visit = (name: string) => {
    const stream = manifest.streams[name];
    if (!stream || visited.has(name)) return;
    visited.add(name);
    if (stream.partition) visit(stream.partition.parent);
    for (const lookup of Object.values(stream.lookup ?? {})) if (lookup.type === 'join') visit(lookup.stream);
    order.push(name);
  };
  for (const name of names) visit(name);
  return order;
}
