import { createWarning, engineError, isEngineError } from '../../base/errors/index.ts';
import type { CompiledStream, Connector } from '../connector/connector.ts';
import type { DoneStep } from '../pagination/index.ts';
import type { RunCounters, Warning } from './run-counters.ts';

/** Reason for skipping a partition: the HTTP status, or a sentence if no request can be built. */
export type SkipCause = number | string;

/** Skipped partition: the cause, and the vendor's reason. */
export interface Skip {
  readonly status: SkipCause;
  readonly vendorReason?: string | undefined;
}

const formatSkip = ({ status, vendorReason }: Skip): string =>
  `${typeof status === 'number' ? `the vendor answered HTTP ${status}` : status}${vendorReason ? `: ${vendorReason}` : ''}`;

/** Returns the warning for a skipped partition. */
export const partitionSkipped = ({ name: stream }: CompiledStream, partition: string, skip: Skip): Warning =>
  createWarning('PARTITION_SKIPPED', { stream, partition, cause: formatSkip(skip) });

/**
 * Throws ALL_PARTITIONS_SKIPPED if a run read none of its partitions. Streams that are read once count only if no other stream
 * has partitions.
 */
export function checkPartitionsRead(
  streams: readonly CompiledStream[],
  { streams: counts, warnings }: Pick<RunCounters, 'streams' | 'warnings'>,
): void {
  const read = streams.filter(({ name }) => (counts[name]?.partitions ?? 0) > 0);
  const children = read.filter(({ sources }) => sources.length > 0);
  const names = new Set((children.length > 0 ? children : read).map(({ name }) => name));
  const skips = warnings.filter(({ code, stream }) => code === 'PARTITION_SKIPPED' && names.has(stream ?? ''));
  const count = [...names].reduce((sum, name) => sum + (counts[name]?.partitions ?? 0), 0);
  const [first] = skips;
  if (first && skips.length >= count) throw engineError('ALL_PARTITIONS_SKIPPED', { count, example: first.message });
}

/** Returns the warning for errors that the vendor reports in a page beside its data. */
export const errorsReported = ({ name: stream }: CompiledStream, partition: string, reason: string): Warning =>
  createWarning('VENDOR_ERRORS', { stream, partition, reason });

/** Returns the warning for a list that is read again from its first page. */
export const listRestarted = ({ name: stream }: CompiledStream, partition: string): Warning =>
  createWarning('LIST_RESTARTED', { stream, partition });

/** Returns the warning for a stream that is its own parent and has items below its last level. */
export const depthReached = ({ name: stream }: CompiledStream): Warning => createWarning('DEPTH_REACHED', { stream });

/** Adds a warning once. */
export function warnOnce(warnings: Warning[], warning: Warning): void {
  if (!warnings.some(({ code, stream }) => code === warning.code && stream === warning.stream)) warnings.push(warning);
}

/** Returns the warning for a stream that was not read because a list of its partitions is empty. */
export const noPartitions = ({ name: stream }: CompiledStream): Warning => createWarning('NO_PARTITIONS', { stream });

/** Partition of a stream, with the items it belongs to. */
interface Part {
  readonly connector: Connector;
  readonly stream: CompiledStream;
  readonly ancestors: Readonly<Record<string, unknown>>;
}

/**
 * Returns why no request can be built for a parent item: a request cannot contain its value, or its key is missing.
 * Undefined for every other error, such as a mistake in the manifest.
 */
export function skipReason(error: unknown, { connector, stream, ancestors }: Part): string | undefined {
  if (!isEngineError(error)) return undefined;
  const [root = '', ...path] = String(error.details['name'] ?? '').split('.');
  if (!Object.hasOwn(ancestors, root)) return undefined;
  const isRefused = error.code === 'TEMPLATE_VALUE_REFUSED';
  const isKeyless = error.code === 'TEMPLATE_NAME_UNKNOWN' && isPartitionKey(connector, stream, [root, path]);
  return isRefused || isKeyless ? error.message : undefined;
}

/** Returns whether a name is a key of a parent item that the stream is partitioned by. */
const isPartitionKey = (
  { manifest }: Connector,
  { sources }: CompiledStream,
  [root, path]: readonly [string, string[]],
) =>
  sources.some(
    ({ as, batch, members }) =>
      as === root &&
      batch === undefined &&
      members.some(
        (member) =>
          member.kind === 'parent' && !member.value && manifest.streams[member.stream]?.key?.includes(path.join('.')),
      ),
  );

/** Names of a stream and of its partition; an empty partition key is the whole stream. */
interface Named {
  readonly stream: string;
  readonly partition: string;
}

/** Returns the warnings of a list that ended: its maximum of results was reached, or its total does not match. */
export const findListWarnings = (named: Named, step: DoneStep): Warning[] =>
  step.capped === undefined
    ? findTotalWarning(named, step)
    : [createWarning('RESULTS_CAPPED', { ...named, maximum: step.capped })];

/** Returns a warning if the announced total differs from the number of items read, or changed while reading. */
function findTotalWarning(named: Named, { announced, fewest = announced, isAtLeast, read }: DoneStep): Warning[] {
  if (announced === undefined || fewest === undefined || (isAtLeast && read >= announced)) return [];
  if (announced !== read)
    return [createWarning('TOTAL_DIFFERS', { ...named, announced, read, count: Math.abs(announced - read) })];
  if (announced === fewest) return [];
  // All announced items arrived, but items that moved between pages may have been missed.
  return [createWarning('TOTAL_CHANGED', { ...named, fewest, announced, count: announced - fewest })];
}
