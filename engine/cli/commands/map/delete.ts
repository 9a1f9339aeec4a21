import { deleteMap } from '../../../platform/connections/index.ts';
import type { Act } from '../../command.ts';
import { EXIT } from '../../exit-code.ts';
import { openPlatform } from '../../open-platform.ts';
import { printJson } from '../../terminal.ts';
import { escapeForTerminal } from '../../text/escape-text.ts';

/** `map delete`: deletes a clone that no connection uses. Throws MAP_UNKNOWN, MAP_READ_ONLY, MAP_IN_USE. */
export const remove: Act = async ({ args, options, terminal }) => {
  await using platform = await openPlatform({ options, terminal }, { create: false });
  const map = await deleteMap(platform, args[0] ?? '');
  if (options.json) await printJson(terminal, map);
  else await terminal.print(`deleted ${escapeForTerminal(map.name)}\n`);
  return EXIT.done;
};
