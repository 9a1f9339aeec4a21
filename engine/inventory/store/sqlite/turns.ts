import { engineError } from '../../../base/errors/index.ts';

/** Mutex that serves its users in order. */
export interface Turns {
  /** Resolves when it is our turn, with the function that ends it. Throws STORE_LOCKED after `waitMs`. */
  take(): Promise<() => void>;
}

/** Creates turns within this process. A nested turn would wait for itself: hence `waitMs`. */
export function createTurns(store: string, waitMs: number): Turns {
  let last: Promise<void> = Promise.resolve();
  return {
    async take() {
      const before = last;
      const mine = Promise.withResolvers<void>();
      last = before.then(() => mine.promise);
      const late = Promise.withResolvers<never>();
      const timer = setTimeout(
        () => late.reject(engineError('STORE_LOCKED', { store, reason: 'by a transaction of this process' })),
        waitMs,
      );
      try {
        await Promise.race([before, late.promise]);
        return mine.resolve;
      } catch (error) {
        mine.resolve();
        throw error;
      } finally {
        clearTimeout(timer);
      }
    },
  };
}
