import { engineError } from '../../errors/index.ts';

const LONGEST_TIMER = 2 ** 31 - 1;

/** The end of one attempt, whoever calls it: the time is up, or the caller gave up. */
export interface Deadline {
  /** Aborts with RESPONSE_TIMEOUT, or with the caller's own reason. */
  readonly signal: AbortSignal;
  /** Stops the timer and lets go of the caller's signal. */
  end(): void;
}

/** Starts the one deadline of an attempt: connecting, every redirect, and the body to its last byte count. */
export function startDeadline(host: string, timeoutMs: number, outer?: AbortSignal): Deadline {
  const controller = new AbortController();
  const giveUp = () => controller.abort(outer?.reason);
  const timer = setTimeout(
    () => controller.abort(engineError('RESPONSE_TIMEOUT', { host, seconds: timeoutMs / 1000 })),
    Math.min(timeoutMs, LONGEST_TIMER),
  );
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
