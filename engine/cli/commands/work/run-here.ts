import { engineError } from '../../../base/errors/index.ts';
import { openWorker, type RunDetail, readRun, workUntilEnd } from '../../../platform/worker/index.ts';
import type { CommandCall } from '../../command.ts';
import { EXIT, runExitCode } from '../../exit-code.ts';
import { createInterrupt } from '../../process/interrupt.ts';
import { printJson } from '../../terminal.ts';
import { formatError } from '../../text/error-text.ts';
import { formatSummary } from '../../text/summary.ts';
import { formatEvent } from './event-text.ts';
import { openWorkContext, type WorkContext } from './open-work.ts';

const CONCURRENCY = 4;

/** Prints the result of a run and returns the exit code. */
export async function printRunResult(
  { options, terminal }: Pick<CommandCall, 'options' | 'terminal'>,
  run: RunDetail,
): Promise<number> {
  if (options.json) await printJson(terminal, run);
  else await terminal.print(formatSummary(run.report, { destinations: ['the inventory'] }, terminal.paint.out));
  if (run.error) terminal.tell(formatError(run.error, terminal.paint.err));
  return runExitCode(run.state, run.report);
}

/**
 * Starts a run with `start` and, unless detached, executes it in this process until it ends. Throws INTERRUPTED and leaves
 * the run to the next worker.
 */
export async function runHere(
  { options, terminal }: Pick<CommandCall, 'options' | 'terminal'>,
  start: (work: WorkContext) => Promise<string>,
): Promise<number> {
  await using work = await openWorkContext({ options, terminal }, (event) => {
    const message = formatEvent(event);
    if (message !== undefined && !options.quiet && !event.type.startsWith('worker-')) terminal.tell(`${message}\n`);
  });
  const { platform, queue, parts } = work;
  await queue.start();
  const runId = await start(work);
  if (options.detach) {
    if (options.json) await printJson(terminal, { run: runId });
    else await terminal.print(`run ${runId} queued; start a worker with mapwright worker\n`);
    await queue.stop();
    return EXIT.done;
  }
  using interrupt = createInterrupt(terminal);
  await interrupt.ready;
  const { concurrency = CONCURRENCY } = options;
  const worker = openWorker(parts, { concurrency, scheduling: false });
  const { clock } = parts.ports;
  const hasEnded = await workUntilEnd(worker, platform.store, { runId, signal: interrupt.signal, clock });
  if (!hasEnded) throw engineError('INTERRUPTED');
  return await printRunResult({ options, terminal }, await readRun(platform.store.db, runId, clock.now()));
}
