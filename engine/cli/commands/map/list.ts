import { listMaps } from '../../../platform/connections/index.ts';
import { catalogueIds } from '../../catalogue.ts';
import type { Act } from '../../command.ts';
import { EXIT } from '../../exit-code.ts';
import { connectorRef, openPlatform } from '../../open-platform.ts';
import { shown } from '../../shown.ts';
import { printJson } from '../../terminal.ts';
import { textTable } from '../../text-table.ts';

/** `map list`: the connectors' own maps and the clones of them. Throws CONNECTOR_UNKNOWN. */
export const list: Act = async ({ args, options, terminal }) => {
  await using platform = await openPlatform({ options, terminal });
  const saved = await platform.store.db.selectFrom('transform_map').select('connector').distinct().execute();
  const all = [...new Set([...(await catalogueIds()), ...saved.map(({ connector }) => connector)])];
  const maps = await listMaps(platform, args.length > 0 ? await Promise.all(args.map(connectorRef)) : all);
  if (options.json) {
    await printJson(
      terminal,
      maps.map(({ spec: _, ...map }) => map),
    );
    return EXIT.done;
  }
  const { out } = terminal.paint;
  const head = ['MAP', 'STANDS FOR', 'CHANGED', 'USED BY'].map((title) => out('bold', title));
  const rows = maps.map(({ id, name, connector, map, readOnly, usedBy, updatedAt }) => [
    out('cyan', shown(readOnly ? id : name)),
    readOnly ? 'read-only' : shown(`${connector}/${map}`),
    updatedAt === null ? '' : new Date(updatedAt).toISOString().slice(0, 16),
    shown(usedBy.join(', ')),
  ]);
  await terminal.print(textTable([head, ...rows]));
  return EXIT.done;
};
