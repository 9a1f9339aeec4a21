/** Frames without pending work before the page counts as settled: effects of a render start new work one frame later. */
const QUIET_FRAMES = 3;

const root = document.documentElement;
let count = 0;
let generation = 0;

function settleAfter(frames: number, current: number): void {
  if (count > 0 || current !== generation) return;
  if (frames === 0) root.removeAttribute('data-pending');
  else requestAnimationFrame(() => setTimeout(settleAfter, 0, frames - 1, current));
}

/**
 * Sets the attribute `data-pending` of the document while any work is in progress: requests, screens that load, and
 * debounced input. The screenshots and tests wait until it is removed. Returns the function that ends this work.
 */
export function startPending(): () => void {
  let ended = false;
  count += 1;
  generation += 1;
  root.toggleAttribute('data-pending', true);
  return () => {
    if (ended) return;
    ended = true;
    count -= 1;
    settleAfter(QUIET_FRAMES, generation);
  };
}

/** Runs `action` after `ms` milliseconds; the page is pending until then. Returns the function that cancels it. */
export function setPendingTimeout(action: () => void, ms: number): () => void {
  const endPending = startPending();
  const timer = setTimeout(() => {
    action();
    endPending();
  }, ms);
  return () => {
    clearTimeout(timer);
    endPending();
  };
}
