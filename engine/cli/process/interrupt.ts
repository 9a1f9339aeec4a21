import { engineError } from '../../base/errors/index.ts';
import { EXIT } from '../exit-code.ts';
import type { Terminal } from '../terminal.ts';
import { startWatchdog } from './watchdog.ts';

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/** Abort signal controlled by Ctrl-C and SIGTERM until disposal. */
export interface Interrupt extends Disposable {
  /** Resolves when the watchdog watches: before, a SIGTERM does not end a process that computes. */
  readonly ready: Promise<void>;
  readonly signal: AbortSignal;
}

/**
 * Creates a signal that aborts on the first Ctrl-C or SIGTERM, so that progress can be saved; a second one ends the process
 * immediately. A watchdog ends the process if it does not react to SIGTERM.
 */
export function createInterrupt(terminal: Terminal): Interrupt {
  const controller = new AbortController();
  const watchdog = startWatchdog();
  const onSignal = () => {
    if (controller.signal.aborted) process.exit(EXIT.interrupted);
    terminal.tell('\nstopping; press Ctrl-C again to exit immediately\n');
    controller.abort(engineError('INTERRUPTED'));
  };
  for (const name of SIGNALS) process.on(name, onSignal);
  return {
    ready: watchdog.ready,
    signal: controller.signal,
    [Symbol.dispose]: () => {
      watchdog[Symbol.dispose]();
      for (const name of SIGNALS) process.off(name, onSignal);
    },
  };
}
