import { engineError } from '../base/errors/index.ts';
import { EXIT } from './exit-code.ts';
import type { Terminal } from './terminal.ts';
import { startWatchdog } from './watchdog.ts';

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/** Aborted by Ctrl-C or SIGTERM until it is disposed. */
export interface Interrupt extends Disposable {
  readonly signal: AbortSignal;
}

/**
 * A signal that aborts on the first Ctrl-C, so that what was read is kept; a second one ends the process at once. A
 * watchdog ends a process that a SIGTERM does not.
 */
export function createInterrupt(terminal: Terminal): Interrupt {
  const controller = new AbortController();
  const watchdog = startWatchdog();
  const onSignal = () => {
    if (controller.signal.aborted) process.exit(EXIT.interrupted);
    terminal.tell('\nstopping; interrupt again to end at once\n');
    controller.abort(engineError('INTERRUPTED'));
  };
  for (const name of SIGNALS) process.on(name, onSignal);
  return {
    signal: controller.signal,
    [Symbol.dispose]: () => {
      watchdog[Symbol.dispose]();
      for (const name of SIGNALS) process.off(name, onSignal);
    },
  };
}
