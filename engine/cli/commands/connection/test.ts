import { readConnectionRow } from '../../../platform/connections/connection.ts';
import { testConnection } from '../../../platform/connections/index.ts';
import type { Act } from '../../command.ts';
import { EXIT } from '../../exit-code.ts';
import { openPlatform } from '../../open-platform.ts';
import { printJson } from '../../terminal.ts';
import { toCheckRow } from '../../text/check-text.ts';
import { readGivenConfig } from './settings.ts';
import { showChecks } from './show-checks.ts';

/** `connection test`: runs Test Connection for a saved connection. Exit code 1 if a check fails. */
export const test: Act = async ({ args, options, terminal }) => {
  await using platform = await openPlatform({ options, terminal }, { create: false });
  const { id, connector } = await readConnectionRow(platform.store.db, args[0] ?? '');
  const { settings } = await readGivenConfig(await platform.manifestOf(connector), { options, terminal });
  const { ok, checks } = await showChecks({ options, terminal }, (how) =>
    testConnection(platform, id, { ...how, changes: { settings } }),
  );
  if (options.json) await printJson(terminal, { ok, checks: checks.map(toCheckRow) });
  return ok ? EXIT.done : EXIT.failed;
};
