import type { Ports } from '../../pipeline/run/ports.ts';
import type { WorkerEvent } from './events.ts';

/** Interval of checks during an outage. */
const CHECK_MS = 1000;

type Tell = (event: WorkerEvent) => void;

/** Dependencies of `collapseOutage`. */
export interface OutageParts {
  /** Sends a query to the store; rejects while it is unreachable. */
  readonly ask: () => Promise<unknown>;
  readonly clock: Pick<Ports['clock'], 'now' | 'sleep'>;
  /** Ends the checks. */
  readonly signal: AbortSignal;
}

/**
 * Returns a receiver of events that passes on the first error of an unreachable store and counts further ones: the queue alone
 * has several per second. Emits `store-reconnected` once the store answers and no error occurred since the previous check.
 */
export function collapseOutage(tell: Tell, { ask, clock, signal }: OutageParts): Tell {
  let errors = 0;
  const isBack = async (): Promise<boolean> => {
    const before = errors;
    await clock.sleep(CHECK_MS, signal);
    await ask();
    return errors === before;
  };
  const watch = async () => {
    const since = clock.now();
    while (!(await isBack().catch(() => false))) if (signal.aborted) return;
    tell({ type: 'store-reconnected', ms: clock.now() - since, errors });
    errors = 0;
  };
  return (event) => {
    if (event.type !== 'trouble' || event.code !== 'STORE_UNREACHABLE') return tell(event);
    errors += 1;
    if (errors > 1) return;
    tell(event);
    void watch();
  };
}
