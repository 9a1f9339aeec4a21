import { formatTextTable } from '../../../base/format/text-table.ts';
import { listMaps } from '../../../platform/connections/index.ts';
import { listConnectorIds } from '../../catalogue.ts';
import type { Act } from '../../command.ts';
import { EXIT } from '../../exit-code.ts';
import { openPlatform, resolveConnectorRef } from '../../open-platform.ts';
import { printJson } from '../../terminal.ts';
import { escapeForTerminal } from '../../text/escape-text.ts';

/** `map list`: prints the connectors' maps and their clones. Throws CONNECTOR_UNKNOWN. */
export const list: Act = async ({ args, options, terminal }) => {
  await using platform = await openPlatform({ options, terminal });
  const saved = await platform.store.db.selectFrom('transform_map').select('connector').distinct().execute();
  const all = [...new Set([...(await listConnectorIds()), ...saved.map(({ connector }) => connector)])];
  const maps = await listMaps(platform, args.length > 0 ? await Promise.all(args.map(resolveConnectorRef)) : all);
  if (options.json) {
    await printJson(
      terminal,
      maps.map(({ spec: _, ...map }) => map),
    );
    return EXIT.done;
  }
  const { out } = terminal.paint;
  const head = ['MAP', 'REPLACES', 'CHANGED', 'USED BY'].map((title) => out('bold', title));
  const rows = maps.map(({ id, name, connector, map, readOnly, usedBy, updatedAt }) => [
    out('cyan', escapeForTerminal(readOnly ? id : name)),
    readOnly ? 'read-only' : escapeForTerminal(`${connector}/${map}`),
    updatedAt === null ? '' : new Date(updatedAt).toISOString().slice(0, 16),
    escapeForTerminal(usedBy.join(', ')),
  ]);
  await terminal.print(formatTextTable([head, ...rows]));
  return EXIT.done;
};
