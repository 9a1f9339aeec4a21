import { readMap } from '../../../platform/connections/index.ts';
import type { Act } from '../../command.ts';
import { EXIT } from '../../exit-code.ts';
import { openPlatform } from '../../open-platform.ts';
import { printJson } from '../../terminal.ts';

/** `map show`: prints a map's spec as JSON; with --json, the map with its metadata. Throws MAP_UNKNOWN. */
export const show: Act = async ({ args, options, terminal }) => {
  await using platform = await openPlatform({ options, terminal });
  const map = await readMap(platform, args[0] ?? '');
  await printJson(terminal, options.json ? map : map.spec);
  return EXIT.done;
};
