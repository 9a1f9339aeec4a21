import { cloneMap } from '../../../platform/connections/index.ts';
import type { Act } from '../../command.ts';
import { EXIT } from '../../exit-code.ts';
import { openPlatform, resolveMapRef } from '../../open-platform.ts';
import { printJson } from '../../terminal.ts';
import { escapeForTerminal } from '../../text/escape-text.ts';
import { readSpec } from './read-spec.ts';

/** `map clone`: copies a map to a new editable one. Throws MAP_UNKNOWN, MAP_EXISTS, MAP_INVALID, MAP_UNREADABLE. */
export const clone: Act<'name'> = async ({ args, options, terminal }) => {
  await using platform = await openPlatform({ options, terminal });
  const spec = options.spec === undefined ? {} : { spec: await readSpec(options.spec, terminal) };
  const map = await cloneMap(platform, { from: await resolveMapRef(args[0] ?? ''), name: options.name, ...spec });
  if (options.json) await printJson(terminal, map);
  else {
    const use = `use it with: mapwright connection edit <name> --use-map ${map.map}=${JSON.stringify(map.name)}`;
    await terminal.print(
      `created ${escapeForTerminal(map.name)} for ${escapeForTerminal(map.connector)}/${map.map}; ${escapeForTerminal(use)}\n`,
    );
  }
  return EXIT.done;
};
