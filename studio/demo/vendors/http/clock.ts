/** Clock of a vendor: follows real time with an offset, and can be advanced. */
export interface Clock {
  now(): number;
  advance(ms: number): void;
}

/** Creates a clock that starts at `start`. */
export const clockFrom = (start: number): Clock => {
  let offset = start - Date.now();
  return {
    now: () => Date.now() + offset,
    advance: (ms) => {
      offset += ms;
    },
  };
};
