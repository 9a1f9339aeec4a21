import type { RunCounters } from '../../../../pipeline/run/run-counters.ts';
import type { Terminal } from '../../../terminal.ts';
import { createLineDisplay } from './lines.ts';
import { createLiveDisplay } from './live.ts';

/** Counters of a run at one point in time. */
export interface ProgressSnapshot {
  readonly counters: RunCounters;
  /** Epoch ms. */
  readonly now: number;
  /** Time since the run started. */
  readonly elapsedMs: number;
}

/** Progress output. `end` restores the terminal. */
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

/** Shows progress on stderr: redrawn in place on a terminal, as lines elsewhere, not at all if `quiet`. */
export function showProgress(
  terminal: Terminal,
  { quiet = false }: { readonly quiet?: boolean | undefined },
): ProgressDisplay {
  if (quiet) return SILENT;
  const display = terminal.isLive ? createLiveDisplay(terminal) : createLineDisplay(terminal);
  const startedAt = Date.now();
  let watched: RunCounters | undefined;
  let timer: NodeJS.Timeout | undefined;
  const takeSnapshot = (counters: RunCounters): ProgressSnapshot => ({
    counters,
    now: Date.now(),
    elapsedMs: Date.now() - startedAt,
  });
  return {
    watch(counters) {
      watched = counters;
      timer = setInterval(() => display.show(takeSnapshot(counters)), display.everyMs);
      // The timer must not keep the process alive.
      timer.unref();
    },
    [Symbol.dispose]() {
      clearInterval(timer);
      if (watched) display.end(takeSnapshot(watched));
    },
  };
}
