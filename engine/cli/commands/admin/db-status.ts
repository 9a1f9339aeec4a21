import { formatTextTable } from '../../../base/format/text-table.ts';
import { readMigrationStatus } from '../../../inventory/store/index.ts';
import { readStoreSizes, type StoreSizes } from '../../../inventory/store/sizes.ts';
import { type KeptInventory, listKeptInventories } from '../../../platform/connections/index.ts';
import type { Act } from '../../command.ts';
import { EXIT } from '../../exit-code.ts';
import { expectStoreExists, resolveStoreUrl } from '../../store.ts';
import { printJson } from '../../terminal.ts';
import { formatBytes } from '../../text/bytes-text.ts';
import { formatInventory } from '../../text/count-text.ts';
import { escapeForTerminal } from '../../text/escape-text.ts';
import { withStore } from './db.ts';

function formatSizes({ bytes, unused = 0, tables }: StoreSizes): string {
  const rows = tables.map(({ name, rows, bytes }) => [escapeForTerminal(name), `${rows} rows`, formatBytes(bytes)]);
  const free = unused > 0 ? `, ${formatBytes(unused)} of it unused` : '';
  return `${formatBytes(bytes)}${free}\n${formatTextTable(rows, ['left', 'right', 'right'])}`;
}

const formatKept = ({ id, name, deletedAt, ...counts }: KeptInventory): string =>
  `kept inventory of ${escapeForTerminal(name)} (${id}), deleted at ${new Date(deletedAt).toISOString()}: ${formatInventory(counts)}\n`;

/**
 * `db status`: prints version, pending migrations, sizes, and the inventories of deleted connections. Exit code 1 if migrations
 * are pending. Throws STORE_MISSING.
 */
export const status: Act = async (call) => {
  const { options, terminal } = call;
  expectStoreExists(resolveStoreUrl(options, terminal.env));
  const found = await withStore(call, async (store) => {
    const migrations = await readMigrationStatus(store);
    return {
      kind: store.kind,
      store: store.name,
      ...migrations,
      sizes: await readStoreSizes(store),
      // A store of another version may not have the tables.
      kept: migrations.version === migrations.latest ? await listKeptInventories(store.db) : [],
    };
  });
  const { version, latest, pending, sizes, kept } = found;
  if (options.json) await printJson(terminal, found);
  else {
    const rest = pending.length > 0 ? `; pending: ${pending.join(', ')}` : '';
    await terminal.print(
      `${found.store}: version ${version} of ${latest}${rest}\n${formatSizes(sizes)}${kept.map(formatKept).join('')}`,
    );
  }
  return pending.length > 0 ? EXIT.failed : EXIT.done;
};
