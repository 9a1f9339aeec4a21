import type { EngineError } from '../base/errors/index.ts';

const MAX_TIMER_MS = 2 ** 31 - 1;

/** Deadline: aborts on timeout or when the caller aborts, whichever comes first. */
export interface Deadline {
  /** Aborts with the timeout error, or with the caller's reason. */
  readonly signal: AbortSignal;
  /** Stops the timer and removes the listener from the caller's signal. */
  end(): void;
}

export interface Limit {
  readonly timeoutMs: number;
  /** Creates the timeout error. */
  readonly late: () => EngineError;
  readonly signal?: AbortSignal | undefined;
}

/** Starts a deadline. The caller must `end` it. Its timer does not keep the process alive. */
export function startDeadline({ timeoutMs, late, signal: outer }: Limit): Deadline {
  const controller = new AbortController();
  const end = () => {
    clearTimeout(timer);
    outer?.removeEventListener('abort', abortByCaller);
  };
  const stop = (reason: unknown) => {
    end();
    controller.abort(reason);
  };
  const abortByCaller = () => stop(outer?.reason);
  const timer = setTimeout(() => stop(late()), Math.min(timeoutMs, MAX_TIMER_MS)).unref();
  if (outer?.aborted) abortByCaller();
  else outer?.addEventListener('abort', abortByCaller, { once: true });
  return { signal: controller.signal, end };
}

/** Settles as `work`, or rejects with the signal's reason first. For work that cannot be cancelled, such as a DNS lookup. */
export async function raceAbort<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  let stop: () => void = () => undefined;
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason);
  });
  if (signal.aborted) stop();
  else signal.addEventListener('abort', stop, { once: true });
  try {
    return await Promise.race([aborted, work]);
  } catch (error) {
    // Work that observes the signal may fail first, with an error that hides the reason.
    signal.throwIfAborted();
    throw error;
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** Runs `work` within the limit. Rejects with the timeout error, or with the reason of the caller's signal. */
export async function runWithin<T>(limit: Limit, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const { signal, end } = startDeadline(limit);
  try {
    return await raceAbort(signal, work(signal));
  } finally {
    end();
  }
}
