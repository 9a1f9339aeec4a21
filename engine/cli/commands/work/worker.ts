import type { Act } from '../../command.ts';
import { EXIT } from '../../exit-code.ts';
import { interruptible } from '../../interrupt.ts';
import { shown } from '../../shown.ts';
import { printJson } from '../../terminal.ts';
import { eventText } from '../../work/event-text.ts';
import { openWork } from '../../work/open-work.ts';

/** Slices that a worker does at the same time, unless told otherwise. */
const CONCURRENCY = 4;

/** `worker`: starts what is due and does what is planned, until it is interrupted; then it hands back the rest. Exit 0. */
export const worker: Act = async ({ options, terminal }) => {
  const { openWorker } = await import('../../../worker/index.ts');
  await using work = await openWork({ options, terminal }, (event) => {
    const sentence = eventText(event);
    if (sentence === undefined || options.quiet) return;
    if (options.json) void printJson(terminal, { at: new Date().toISOString(), ...event });
    else terminal.tell(`${new Date().toISOString()}  ${shown(sentence)}\n`);
  });
  using interrupt = interruptible(terminal);
  const { concurrency = CONCURRENCY } = options;
  await openWorker(work.parts, { concurrency, scheduling: true }).work(interrupt.signal);
  return EXIT.done;
};
