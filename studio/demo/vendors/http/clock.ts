/** A vendor's clock: it goes with real time from where it was set, and can be moved on. */
export interface Clock {
  now(): number;
  advance(ms: number): void;
}

/** A clock that shows `start` now. */
export const clockFrom = (start: number): Clock => {
  let offset = start - Date.now();
  return {
    now: () => Date.now() + offset,
    advance: (ms) => {
      offset += ms;
    },
  };
};
