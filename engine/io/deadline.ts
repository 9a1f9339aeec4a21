import type { EngineError } from '../base/errors/index.ts';

const LONGEST_TIMER = 2 ** 31 - 1;

/** An end that is called by the time or by the caller, whichever comes first. */
export interface Deadline {
  /** Aborts with the error of being late, or with the caller's own reason. */
  readonly signal: AbortSignal;
  /** Stops the timer and lets go of the caller's signal. */
  end(): void;
}

export interface Limit {
  readonly timeoutMs: number;
  /** Makes the error of being late. */
  readonly late: () => EngineError;
  readonly signal?: AbortSignal | undefined;
}

/** Starts a deadline; whoever starts it must `end` it. Its timer alone keeps no process alive. */
export function startDeadline({ timeoutMs, late, signal: outer }: Limit): Deadline {
  const controller = new AbortController();
  const end = () => {
    clearTimeout(timer);
    outer?.removeEventListener('abort', giveUp);
  };
  const stop = (reason: unknown) => {
    end();
    controller.abort(reason);
  };
  const giveUp = () => stop(outer?.reason);
  const timer = setTimeout(() => stop(late()), Math.min(timeoutMs, LONGEST_TIMER)).unref();
  if (outer?.aborted) giveUp();
  else outer?.addEventListener('abort', giveUp, { once: true });
  return { signal: controller.signal, end };
}

/** What `work` gives, or the signal's reason when that comes first: for work that cannot be stopped, such as a DNS lookup. */
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
    // Work that heeds the signal may fail first, with an error that hides the reason.
    signal.throwIfAborted();
    throw error;
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** Does `work` within the limit. Rejects with the error of being late, or with the reason of the caller's signal. */
export async function runWithin<T>(limit: Limit, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const { signal, end } = startDeadline(limit);
  try {
    return await raceAbort(signal, work(signal));
  } finally {
    end();
  }
}
