import type { Connection } from '../../../platform/connections/index.ts';
import type { CommandCall } from '../../command.ts';
import { printJson } from '../../terminal.ts';
import { escapeForTerminal } from '../../text/escape-text.ts';
import { hideByManifest } from './hide-by-manifest.ts';
import { formatSlot } from './text.ts';

/** Prints a saved connection with the action, its state and its next run. */
export async function printSaved(
  { options, terminal }: Pick<CommandCall, 'options' | 'terminal'>,
  connection: Connection,
  action: string,
): Promise<void> {
  if (options.json) return printJson(terminal, await hideByManifest(connection));
  const { name, state, nextRun } = connection;
  const next = nextRun ? `next run ${formatSlot(nextRun)}` : 'no scheduled run';
  const bold = terminal.paint.out('bold', escapeForTerminal(name));
  return terminal.print(`${action} ${bold}: ${state}, ${next}\n`);
}
