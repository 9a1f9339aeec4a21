import type { Connection } from '../../../platform/connections/index.ts';
import type { CommandCall } from '../../command.ts';
import { escapeForTerminal } from '../../escape-text.ts';
import { printJson } from '../../terminal.ts';
import { formatSlot } from './text.ts';

/** Tells what became of a connection and when it runs next. */
export async function printSaved(
  { options, terminal }: Pick<CommandCall, 'options' | 'terminal'>,
  connection: Connection,
  what: string,
): Promise<void> {
  if (options.json) return printJson(terminal, connection);
  const { name, state, nextRun } = connection;
  const next = nextRun ? `next run ${formatSlot(nextRun)}` : 'no run by itself';
  const bold = terminal.paint.out('bold', escapeForTerminal(name));
  return terminal.print(`${bold} ${what}: ${state}, ${next}\n`);
}
