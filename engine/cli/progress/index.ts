import type { Meter } from '../../pipeline/run/meter.ts';
import type { Terminal } from '../terminal.ts';
import { lineDisplay } from './lines.ts';
import { liveDisplay } from './live.ts';

/** A moment of a run. */
export interface Moment {
  readonly meter: Meter;
  /** Epoch ms. */
  readonly now: number;
  /** Since the run began. */
  readonly elapsedMs: number;
}

/** How progress is shown; `end` leaves the terminal as it was found. */
export interface Display {
  readonly everyMs: number;
  show(moment: Moment): void;
  end(moment: Moment): void;
}

/** Shows a run's counters on stderr until it is disposed. */
export interface Progress extends Disposable {
  watch(meter: Meter): void;
}

const SILENT: Progress = { watch: () => undefined, [Symbol.dispose]: () => undefined };

/** Progress on stderr: redrawn in place on a terminal, plain lines elsewhere, nothing when `quiet`. */
export function showProgress(
  terminal: Terminal,
  { quiet = false }: { readonly quiet?: boolean | undefined },
): Progress {
  if (quiet) return SILENT;
  const display = terminal.isLive ? liveDisplay(terminal) : lineDisplay(terminal);
  const startedAt = Date.now();
  let watched: Meter | undefined;
  let timer: NodeJS.Timeout | undefined;
  const moment = (meter: Meter): Moment => ({ meter, now: Date.now(), elapsedMs: Date.now() - startedAt });
  return {
    watch(meter) {
      watched = meter;
      timer = setInterval(() => display.show(moment(meter)), display.everyMs);
      // The run alone decides how long the process lives.
      timer.unref();
    },
    [Symbol.dispose]() {
      clearInterval(timer);
      if (watched) display.end(moment(watched));
    },
  };
}
