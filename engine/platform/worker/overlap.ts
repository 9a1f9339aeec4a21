import type { CompiledStream, Connector } from '../../pipeline/connector/connector.ts';
import { findSplitParent, listNeededStreams } from './split-parent.ts';

type Streams = Connector['streams'];

/** Stage of a stream that is planned while its parents are still being read. */
export interface OverlappedStage {
  readonly stage: number;
  readonly stream: CompiledStream;
}

/** Returns the stage that reads a stream; −1 for a stream that has none. */
const findStage = (streams: Streams, name: string): number =>
  streams.findIndex((stream) => [stream, ...stream.members].some((one) => one.name === name));

/** Returns the stage before which all streams are read while `name` is being read: that of its first ancestor that waits. */
function findFirstStage(streams: Streams, name: string): number {
  const stage = findStage(streams, name);
  const stream = streams[stage];
  const parent = stream && findOverlappedParent(streams, stream);
  return parent === undefined ? stage : findFirstStage(streams, parent);
}

/** Returns the parent whose items a stream can read one by one as they arrive; undefined if it waits for all of them. */
function findOverlappedParent(streams: Streams, stream: CompiledStream): string | undefined {
  const parent = stream.isRecursive ? undefined : findSplitParent(stream);
  if (parent === undefined) return undefined;
  const first = findFirstStage(streams, parent);
  return listNeededStreams(stream).every((name) => findStage(streams, name) < first) ? parent : undefined;
}

/** Finds the stages that can begin while `parent` is being read: they share out its items and need no other unread stream. */
export const findOverlappedStages = (streams: Streams, parent: string): readonly OverlappedStage[] =>
  streams.flatMap((stream, stage) => (findOverlappedParent(streams, stream) === parent ? [{ stage, stream }] : []));
