import { engineError } from '../../../base/errors/index.ts';

/** Gives way to one at a time, in the order of asking. */
export interface Turns {
  /** Resolves when it is our turn, with what ends it. Throws STORE_LOCKED after `waitMs`. */
  take(): Promise<() => void>;
}

/** Turns for what there is one of, in this process. A turn asked for within a turn would wait for itself: hence `waitMs`. */
export function createTurns(store: string, waitMs: number): Turns {
  let last: Promise<void> = Promise.resolve();
  return {
    async take() {
      const before = last;
      const mine = Promise.withResolvers<void>();
      last = before.then(() => mine.promise);
      const late = Promise.withResolvers<never>();
      const timer = setTimeout(
        () => late.reject(engineError('STORE_LOCKED', { store, reason: 'a transaction of this program' })),
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
