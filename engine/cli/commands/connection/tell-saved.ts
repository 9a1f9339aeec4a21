import type { Connection } from '../../../platform/connections/index.ts';
import type { Call } from '../../command.ts';
import { shown } from '../../shown.ts';
import { printJson } from '../../terminal.ts';
import { slotText } from './text.ts';

/** Tells what became of a connection and when it runs next. */
export async function tellSaved(
  { options, terminal }: Pick<Call, 'options' | 'terminal'>,
  connection: Connection,
  what: string,
): Promise<void> {
  if (options.json) return printJson(terminal, connection);
  const { name, state, nextRun } = connection;
  const next = nextRun ? `next run ${slotText(nextRun)}` : 'no run by itself';
  const bold = terminal.paint.out('bold', shown(name));
  return terminal.print(`${bold} ${what}: ${state}, ${next}\n`);
}
