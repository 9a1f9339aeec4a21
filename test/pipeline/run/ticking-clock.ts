import type { Ports } from '../../../engine/index.ts';

/** Clock that advances by half a second per read, so that a run saves a checkpoint after nearly every page. */
export function createTickingClock(): Ports['clock'] {
  let now = Date.now();
  return {
    now: () => {
      now += 500;
      return now;
    },
    sleep: async (ms, signal) => {
      signal?.throwIfAborted();
      now += ms;
    },
  };
}
