import type { EngineError } from '../errors/index.ts';

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

/** Starts a deadline; whoever starts it must `end` it. */
export function startDeadline({ timeoutMs, late, signal: outer }: Limit): Deadline {
  const controller = new AbortController();
  const giveUp = () => controller.abort(outer?.reason);
  const timer = setTimeout(() => controller.abort(late()), Math.min(timeoutMs, LONGEST_TIMER));
  if (outer?.aborted) giveUp();
  outer?.addEventListener('abort', giveUp, { once: true });
  return {
    signal: controller.signal,
    end() {
      clearTimeout(timer);
      outer?.removeEventListener('abort', giveUp);
    },
  };
}

/** Waits for `work` within the limit, also when the work itself (a DNS lookup) cannot be stopped. */
export async function within<T>(limit: Limit, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const { signal, end } = startDeadline(limit);
  const ended = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  try {
    signal.throwIfAborted();
    return await Promise.race([work(signal), ended]);
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    end();
  }
}
