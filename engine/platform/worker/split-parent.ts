import type { CompiledSource, CompiledStream } from '../../pipeline/connector/connector.ts';
import { listParentStreams } from '../../pipeline/connector/sources.ts';

/** Returns the parent stream of a source whose values are exactly the parent's items. */
const findPlainParent = ({ batch, members }: CompiledSource): string | undefined => {
  const [member, ...others] = members;
  if (batch !== undefined || others.length > 0 || member?.kind !== 'parent' || member.value) return undefined;
  return member.stream;
};

const isNeverEmpty = ({ members }: CompiledSource): boolean =>
  members.every((member) => member.kind === 'parent' || (member.kind === 'list' && member.values.length > 0));

/**
 * Returns the parent stream whose items the slices of a stream share out: each slice reads the partitions of some of them.
 * Undefined if equal or grouped values could then be in several slices, or if a list may be empty.
 */
export function findSplitParent({ sources }: Pick<CompiledStream, 'sources'>): string | undefined {
  const parents = listParentStreams(sources);
  if (!sources.every(isNeverEmpty)) return undefined;
  return sources
    .map(findPlainParent)
    .find((name) => name !== undefined && parents.filter((one) => one === name).length === 1);
}

/** Returns the parent streams that each slice of a stream needs as a whole. */
export const findWholeParents = (stream: Pick<CompiledStream, 'sources'>): string[] => {
  const split = findSplitParent(stream);
  return listParentStreams(stream.sources).filter((name) => name !== split);
};

/** Returns the streams that a stream needs as a whole: join partners, and parents that are not shared out. */
export const listNeededStreams = (stream: CompiledStream): readonly string[] => [
  ...[stream, ...stream.members].flatMap(({ lookups }) =>
    lookups.flatMap((one) => (one.kind === 'join' ? [one.stream] : [])),
  ),
  ...findWholeParents(stream),
];
