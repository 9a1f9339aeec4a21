import { migrateStore, openStore, readMigrationStatus, type Store } from '../../../inventory/store/index.ts';
import { rotateKeys } from '../../../platform/connections/index.ts';
import type { Act, CommandCall } from '../../command.ts';
import { EXIT } from '../../exit-code.ts';
import { openPlatform } from '../../open-platform.ts';
import { resolveStoreUrl } from '../../store.ts';
import { printJson } from '../../terminal.ts';

/** Opens the store without migrating it. */
export async function withStore<T>({ options, terminal }: CommandCall, use: (store: Store) => Promise<T>): Promise<T> {
  const store = await openStore(resolveStoreUrl(options, terminal.env), { migrate: 'off' });
  try {
    return await use(store);
  } finally {
    await store.close();
  }
}

/** `db migrate`: applies pending migrations. Throws STORE_TOO_NEW. */
export const migrate: Act = async (call) => {
  const { options, terminal } = call;
  const { before, after, name } = await withStore(call, async (store) => ({
    name: store.name,
    before: await migrateStore(store),
    after: await readMigrationStatus(store),
  }));
  const done = { store: name, from: before.version, to: after.version, migrations: before.pending };
  if (options.json) await printJson(terminal, done);
  else if (done.from === done.to) await terminal.print(`${name}: already at version ${done.to}\n`);
  else await terminal.print(`${name}: version ${done.from} → ${done.to} (${done.migrations.join(', ')})\n`);
  return EXIT.done;
};

/** `db rekey`: re-encrypts all secrets with the current key. Throws KEY_WRONG, SECRET_UNREADABLE. */
export const rekey: Act = async ({ options, terminal }) => {
  await using platform = await openPlatform({ options, terminal }, { create: false });
  const rotated = await rotateKeys(platform);
  if (options.json) await printJson(terminal, rotated);
  else
    await terminal.print(
      `all secrets are encrypted with key ${rotated.keyId} (checked ${rotated.secrets} secrets, ${rotated.sessions} sessions and ${rotated.runs} runs); older keys can be removed\n`,
    );
  return EXIT.done;
};
