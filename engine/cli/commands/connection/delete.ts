import { engineError } from '../../../base/errors/index.ts';
import {
  countInventory,
  deleteConnection,
  type InventoryChoice,
  readConnectionRow,
} from '../../../platform/connections/index.ts';
import type { Act } from '../../command.ts';
import { EXIT } from '../../exit-code.ts';
import { openPlatform } from '../../open-platform.ts';
import { printJson } from '../../terminal.ts';
import { escapeForTerminal } from '../../text/escape-text.ts';
import { askDelete, canAsk } from './ask.ts';

const FIX = 'Pass --inventory keep or --inventory remove, and --yes.';

function parseInventoryOption(text: string | undefined): InventoryChoice | undefined {
  if (text === undefined || text === 'keep' || text === 'remove') return text;
  throw engineError('USAGE', { problem: `invalid --inventory "${text}": use keep or remove` });
}

/** `connection delete`: deletes a connection after confirmation. Throws ANSWER_NEEDED, CONNECTION_UNKNOWN, CONNECTION_BUSY. */
export const remove: Act = async ({ args, options, terminal }) => {
  const given = parseInventoryOption(options.inventory);
  await using platform = await openPlatform({ options, terminal }, { create: false });
  const { id, name } = await readConnectionRow(platform.store.db, args[0] ?? '');
  const counts = await countInventory(platform.store.db, id);
  const question = `"${name}" has ${counts.assets} assets and ${counts.findings} findings in the inventory`;
  if ((!options.yes || given === undefined) && !canAsk({ options, terminal }))
    throw engineError('ANSWER_NEEDED', { question: `${question}: keep or remove them`, fix: FIX });
  const inventory = options.yes && given ? given : await askDelete(escapeForTerminal(question), given);
  if (inventory === undefined) {
    terminal.tell('cancelled; nothing was deleted\n');
    return EXIT.failed;
  }
  const deleted = await deleteConnection(platform, id, { inventory });
  const effect = inventory === 'keep' ? 'kept' : 'removed';
  if (options.json) await printJson(terminal, deleted);
  else
    await terminal.print(
      `deleted ${escapeForTerminal(name)}; ${effect} ${deleted.assets} assets and ${deleted.findings} findings\n`,
    );
  return EXIT.done;
};
