import { findReads } from '../../language/expression/index.ts';
import { resolveStream } from '../../manifest/index.ts';
import { listMembers, listParents, type SourceMember } from '../../manifest/partition-sources.ts';
import { readsOfMap, readsOfStream, type ScopePaths } from '../../manifest/reads.ts';
import type { Manifest, Stream } from '../../manifest/types.generated.ts';
import { type Carry, computeCarry } from './carry.ts';

const streamEntries = (manifest: Manifest): [string, Stream][] =>
  Object.entries(manifest.streams).map(([name, stream]) => [name, resolveStream(manifest, name) ?? stream]);

const splitPath = (dotted: string): string[] => dotted.split('.');

/** Use of a stream's items as partition values. */
interface ParentUse {
  readonly stream: Stream;
  readonly as: string;
  readonly member: SourceMember;
}

const findUses = (manifest: Manifest, name: string): [string, ParentUse][] =>
  streamEntries(manifest).flatMap(([child, stream]) =>
    (stream.partitions ?? []).flatMap((source) =>
      listMembers(source)
        .filter(({ parent }) => parent === name)
        .map((member): [string, ParentUse] => [child, { stream, as: source.as, member }]),
    ),
  );

/** Finds the streams below `name` whose scope contains its items, and the name of the item in their scope. */
function findDescendants(manifest: Manifest, name: string): [string, Stream, string][] {
  return findUses(manifest, name).flatMap(([child, { stream, as, member }]) => {
    if (member.value !== undefined) return [];
    return [child, ...listStreamsBelow(manifest, child)].map((below): [string, Stream, string] => [
      below,
      resolveStream(manifest, below) ?? stream,
      as,
    ]);
  });
}

/** Returns the names of the children of a stream, their children and so on. */
function listStreamsBelow(manifest: Manifest, name: string, seen = new Set<string>()): string[] {
  for (const [child] of findUses(manifest, name)) {
    if (seen.has(child)) continue;
    seen.add(child);
    listStreamsBelow(manifest, child, seen);
  }
  return [...seen];
}

/** Finds the item paths that an expression reads. */
function readsOfItem(source: string | undefined): ScopePaths {
  if (source === undefined) return [];
  const { input, wholeInput } = findReads(source);
  return wholeInput ? [[]] : input;
}

const pathsUnder = (paths: ScopePaths, root: string): ScopePaths =>
  paths.filter((path) => path.length === 0 || path[0] === root).map((path) => path.slice(1));

const findMapsFrom = (manifest: Manifest, stream: string) =>
  Object.values(manifest.maps).filter((map) => map.from === stream);

/** Computes the parts of a stream's items that other streams and maps read later. */
export function computeCarryFor(manifest: Manifest, name: string): Carry {
  const stream = manifest.streams[name];
  const paths: (readonly string[])[] = (stream?.key ?? []).map(splitPath);
  for (const [, { member }] of findUses(manifest, name))
    paths.push(...readsOfItem(member.where), ...readsOfItem(member.value));
  for (const [child, spec, alias] of findDescendants(manifest, name)) {
    paths.push(...pathsUnder(readsOfStream(spec), alias));
    for (const map of findMapsFrom(manifest, child)) paths.push(...pathsUnder(readsOfMap(map), alias));
  }
  for (const [user, spec] of streamEntries(manifest)) {
    for (const [alias, lookup] of Object.entries(spec.lookup ?? {})) {
      if (lookup.type !== 'join' || lookup.stream !== name) continue;
      paths.push(...readsOfItem(lookup.key));
      for (const map of findMapsFrom(manifest, user)) paths.push(...pathsUnder(readsOfMap(map), alias));
    }
  }
  return computeCarry(paths);
}

/** Computes the parts of a job's captured values and files that the stream's maps and its descendants read later. */
export function computeJobCarry(manifest: Manifest, name: string): Readonly<Partial<Record<'job' | 'file', Carry>>> {
  const descendants = listStreamsBelow(manifest, name).flatMap((child) => {
    const stream = manifest.streams[child];
    return [...(stream ? readsOfStream(stream) : []), ...findMapsFrom(manifest, child).flatMap(readsOfMap)];
  });
  const reads = [...findMapsFrom(manifest, name).flatMap(readsOfMap), ...descendants];
  const carries = (['job', 'file'] as const).map((root) => [root, computeCarry(pathsUnder(reads, root))] as const);
  return Object.fromEntries(carries.filter(([, carry]) => carry === 'whole' || carry.length > 0));
}

/** Returns true if other streams read this stream's items after it was synced. */
export const isReferenced = (manifest: Manifest, name: string): boolean =>
  streamEntries(manifest).some(
    ([user, stream]) =>
      (listParents(stream).includes(name) && !findFetchedStreams(manifest).includes(user)) ||
      Object.values(stream.lookup ?? {}).some((lookup) => lookup.type === 'join' && lookup.stream === name),
  );

/** Finds the streams that are read only item by item, through a `fetch` lookup. */
export const findFetchedStreams = (manifest: Manifest): string[] =>
  streamEntries(manifest).flatMap(([, stream]) =>
    Object.values(stream.lookup ?? {}).flatMap((lookup) => (lookup.type === 'fetch' ? [lookup.stream] : [])),
  );

/** Stream to read, and the streams that read its responses too. */
export interface ReadingStep {
  readonly name: string;
  readonly members: string[];
}

/** Sorts the streams that `names` require: parents and join partners first. */
export function sortForReading({ streams }: Manifest, names: Iterable<string>): readonly ReadingStep[] {
  const wanted = [...names];
  const order: ReadingStep[] = [];
  const visited = new Set<string>();
  const visitPartners = (name: string) => {
    for (const lookup of Object.values(streams[name]?.lookup ?? {})) if (lookup.type === 'join') visit(lookup.stream);
  };
  const visit = (name: string) => {
    const stream = streams[name];
    if (!stream || visited.has(name)) return;
    visited.add(name);
    if (stream.responseOf !== undefined) {
      visit(stream.responseOf);
      order.find((step) => step.name === stream.responseOf)?.members.push(name);
      return;
    }
    for (const parent of listParents(stream)) visit(parent);
    // The items of members are mapped together with those of the stream.
    for (const one of [name, ...wanted.filter((other) => streams[other]?.responseOf === name)]) visitPartners(one);
    order.push({ name, members: [] });
  };
  for (const name of wanted) visit(name);
  return order;
}
