import { engineError } from '../../../base/errors/index.ts';
import { editMap, readMap } from '../../../platform/connections/index.ts';
import type { Act } from '../../command.ts';
import { EXIT } from '../../exit-code.ts';
import { openPlatform } from '../../open-platform.ts';
import { printJson } from '../../terminal.ts';
import { escapeForTerminal } from '../../text/escape-text.ts';
import { askSpec, canAsk } from '../connection/ask.ts';
import { readSpec } from './read-spec.ts';

/**
 * `map edit`: replaces the spec of a clone from a file or the user's editor. Throws ANSWER_NEEDED, MAP_UNKNOWN,
 * MAP_READ_ONLY, MAP_INVALID, MAP_CHANGED.
 */
export const edit: Act = async ({ args, options, terminal }) => {
  if (options.spec === undefined && !canAsk({ options, terminal }))
    throw engineError('ANSWER_NEEDED', {
      question: 'the new spec of the map is missing',
      fix: 'Pass it with --spec <file>, or --spec - for standard input.',
    });
  await using platform = await openPlatform({ options, terminal }, { create: false });
  const before = await readMap(platform, args[0] ?? '');
  if (before.readOnly) throw engineError('MAP_READ_ONLY', { map: before.id });
  const spec = options.spec === undefined ? await askSpec(before) : await readSpec(options.spec, terminal);
  const seen = before.updatedAt === null ? {} : { seen: before.updatedAt };
  const map = await editMap(platform, before.id, { spec, ...seen });
  if (options.json) await printJson(terminal, map);
  else await terminal.print(`changed ${escapeForTerminal(map.name)}; connections use it from their next run\n`);
  return EXIT.done;
};
