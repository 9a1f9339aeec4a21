import type { RunCounters } from '../../pipeline/run/run-counters.ts';
import type { Terminal } from '../terminal.ts';
import { createLineDisplay } from './lines.ts';
import { createLiveDisplay } from './live.ts';

/** A moment of a run. */
export interface ProgressSnapshot {
  readonly counters: RunCounters;
  /** Epoch ms. */
  readonly now: number;
  /** Since the run began. */
  readonly elapsedMs: number;
}

/** How progress is shown; `end` leaves the terminal as it was found. */
export interface Display {
  readonly everyMs: number;
  show(snapshot: ProgressSnapshot): void;
  end(snapshot: ProgressSnapshot): void;
}

/** Shows a run's counters on stderr until it is disposed. */
export interface ProgressDisplay extends Disposable {
  watch(counters: RunCounters): void;
}

const SILENT: ProgressDisplay = { watch: () => undefined, [Symbol.dispose]: () => undefined };

/** Progress on stderr: redrawn in place on a terminal, plain lines elsewhere, nothing when `quiet`. */
export function showProgress(
  terminal: Terminal,
  { quiet = false }: { readonly quiet?: boolean | undefined },
): ProgressDisplay {
  if (quiet) return SILENT;
  const display = terminal.isLive ? createLiveDisplay(terminal) : createLineDisplay(terminal);
  const startedAt = Date.now();
  let watched: RunCounters | undefined;
  let timer: NodeJS.Timeout | undefined;
  const moment = (counters: RunCounters): ProgressSnapshot => ({
    counters,
    now: Date.now(),
    elapsedMs: Date.now() - startedAt,
  });
  return {
    watch(counters) {
      watched = counters;
      timer = setInterval(() => display.show(moment(counters)), display.everyMs);
      // The run alone decides how long the process lives.
      timer.unref();
    },
    [Symbol.dispose]() {
      clearInterval(timer);
      if (watched) display.end(moment(watched));
    },
  };
}
