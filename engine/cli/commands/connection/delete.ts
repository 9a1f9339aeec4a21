import { engineError } from '../../../base/errors/index.ts';
import {
  countInventory,
  deleteConnection,
  findKeptInventory,
  type InventoryChoice,
  type KeptInventory,
  readConnectionRow,
  removeKeptInventory,
} from '../../../platform/connections/index.ts';
import type { Act, CommandCall } from '../../command.ts';
import { EXIT } from '../../exit-code.ts';
import { type CliPlatform, openPlatform } from '../../open-platform.ts';
import { printJson } from '../../terminal.ts';
import { formatInventory } from '../../text/count-text.ts';
import { escapeForTerminal } from '../../text/escape-text.ts';
import { askConfirm, askDelete, canAsk } from './ask.ts';

const FIX = 'Pass --inventory keep or --inventory remove, and --yes.';
const KEPT_FIX = 'Pass --inventory remove and --yes.';

function parseInventoryOption(text: string | undefined): InventoryChoice | undefined {
  if (text === undefined || text === 'keep' || text === 'remove') return text;
  throw engineError('USAGE', { problem: `invalid --inventory "${text}": use keep or remove` });
}

function reportCancelled({ terminal }: Pick<CommandCall, 'terminal'>): number {
  terminal.tell('cancelled; nothing was deleted\n');
  return EXIT.failed;
}

/** Removes the inventory that an earlier deletion kept. */
async function removeKept(platform: CliPlatform, kept: KeptInventory, call: CommandCall): Promise<number> {
  const { options, terminal } = call;
  if (options.inventory === 'keep')
    throw engineError('USAGE', { problem: `"${kept.name}" is already deleted, and its inventory is kept` });
  const question = `"${kept.name}" is deleted and has ${formatInventory(kept)} in the inventory: remove them`;
  if (!options.yes || options.inventory === undefined) {
    if (!canAsk(call)) throw engineError('ANSWER_NEEDED', { question, fix: KEPT_FIX });
    if (!(await askConfirm(`${escapeForTerminal(question)}?`))) return reportCancelled(call);
  }
  const { id, name, deletedAt: _, ...counts } = await removeKeptInventory(platform, kept.id);
  if (options.json) await printJson(terminal, { id, name, inventory: 'remove', ...counts });
  else await terminal.print(`removed ${formatInventory(counts)} of ${escapeForTerminal(name)}\n`);
  return EXIT.done;
}

/**
 * `connection delete`: deletes a connection after confirmation, or removes the kept inventory of a deleted one. Throws
 * ANSWER_NEEDED, CONNECTION_UNKNOWN, CONNECTION_AMBIGUOUS, CONNECTION_BUSY.
 */
export const remove: Act = async (call) => {
  const { args, options, terminal } = call;
  const [ref = ''] = args;
  const given = parseInventoryOption(options.inventory);
  await using platform = await openPlatform({ options, terminal }, { create: false });
  const kept = await findKeptInventory(platform.store.db, ref);
  if (kept) return await removeKept(platform, kept, call);
  const { id, name } = await readConnectionRow(platform.store.db, ref);
  const question = `"${name}" has ${formatInventory(await countInventory(platform.store.db, id))} in the inventory`;
  if ((!options.yes || given === undefined) && !canAsk(call))
    throw engineError('ANSWER_NEEDED', { question: `${question}: keep or remove them`, fix: FIX });
  const inventory = options.yes && given ? given : await askDelete(escapeForTerminal(question), given);
  if (inventory === undefined) return reportCancelled(call);
  const deleted = await deleteConnection(platform, id, { inventory });
  const effect = inventory === 'keep' ? 'kept' : 'removed';
  if (options.json) await printJson(terminal, deleted);
  else await terminal.print(`deleted ${escapeForTerminal(name)}; ${effect} ${formatInventory(deleted)}\n`);
  return EXIT.done;
};
