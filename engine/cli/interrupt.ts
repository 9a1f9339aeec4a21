import { engineError } from '../errors/index.ts';
import { EXIT } from './exit-code.ts';

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/** A signal that aborts on the first Ctrl-C, so that what was read is kept; a second one ends the process at once. */
export function interruptible(): { readonly signal: AbortSignal; done(): void } {
  const controller = new AbortController();
  const onSignal = () => {
    if (controller.signal.aborted) process.exit(EXIT.interrupted);
    controller.abort(engineError('INTERRUPTED'));
  };
  for (const name of SIGNALS) process.on(name, onSignal);
  return {
    signal: controller.signal,
    done: () => {
      for (const name of SIGNALS) process.off(name, onSignal);
    },
  };
}
