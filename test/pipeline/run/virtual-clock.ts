import type { Ports } from '../../../engine/index.ts';

/** Real clock on which a wait takes no time but advances the clock. */
export function createVirtualClock(): Ports['clock'] & { readonly slept: number[] } {
  let ahead = 0;
  const slept: number[] = [];
  return {
    slept,
    now: () => Date.now() + ahead,
    sleep: async (ms, signal) => {
      signal?.throwIfAborted();
      slept.push(ms);
      ahead += ms;
    },
  };
}
