import type { CompiledStream } from '../connector/connector.ts';
import type { PagingProgress } from '../pagination/index.ts';
import { listRestarted } from './partition-warnings.ts';
import type { Partition } from './partitions.ts';
import type { RereadReply } from './request-sender.ts';
import type { Warning } from './run-counters.ts';
import { splitRange } from './time-ranges.ts';

/** Restarts of one list: a vendor whose token always expires before the end would never end. */
const MAX_RESTARTS = 5;

/** Page to read next, with the warnings about it. */
interface Reread {
  readonly progress: PagingProgress;
  readonly warnings: readonly Warning[];
}

/** Reads the list again, in halves of its time range or from its first page. Throws the failure if that is not possible. */
export function rereadList(
  stream: CompiledStream,
  partition: Partition,
  { progress, reply }: { readonly progress: PagingProgress; readonly reply: RereadReply },
): Reread {
  if (reply.kind === 'splitWindow') {
    const split = stream.job ? undefined : splitRange(stream, partition, progress);
    if (!split) throw reply.error;
    return { progress: split, warnings: [] };
  }
  const { ranges, restarts = 0 } = progress;
  if (restarts >= MAX_RESTARTS) throw reply.error;
  const restarted = { ...stream.paginator.first(), ...(ranges ? { ranges } : {}), restarts: restarts + 1 };
  return { progress: restarted, warnings: [listRestarted(stream, partition.key)] };
}
