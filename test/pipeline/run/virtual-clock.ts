import type { Ports } from '../../../engine/index.ts';

/** The machine's clock on which waiting takes no time: it is later afterwards, and that is all. */
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
