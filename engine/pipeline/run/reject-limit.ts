import type { RejectRecord } from '../sink/index.ts';
import { countUnstored, type RunCounters, rejectMeter } from './run-counters.ts';

/** A message that quotes a long value is cut: examples wait in checkpoints and reports. */
const EXAMPLE_LENGTH = 300;

/**
 * Returns the rejects of a stream that may still be stored when it has room for so many, in their order; counts those
 * and, by code, the others.
 */
export function admitRejects<T>(
  counters: RunCounters,
  { stream, room }: { readonly stream: string; readonly room: number },
  { rejects, reject }: { readonly rejects: readonly T[]; readonly reject: (one: T) => RejectRecord },
): readonly T[] {
  if (rejects.length === 0) return rejects;
  const stored = rejects.length <= room ? rejects : rejects.slice(0, Math.max(0, room));
  rejectMeter(counters, stream).stored += stored.length;
  for (const one of rejects.slice(stored.length)) {
    const { code, message } = reject(one);
    countUnstored(counters, stream, code, { count: 1, example: message.slice(0, EXAMPLE_LENGTH) });
  }
  return stored;
}
