import { engineError } from '../../../base/errors/index.ts';
import { isSecretSetting, listActivePaths, mergeSecrets, type SettingValue } from '../../../manifest/index.ts';
import {
  type Connection,
  type ConnectionChanges,
  editConnection,
  findConnectionChangeProblems,
  type Platform,
  readConnection,
  readConnectionRow,
  testConnection,
} from '../../../platform/connections/index.ts';
import type { Act } from '../../command.ts';
import { EXIT } from '../../exit-code.ts';
import { openPlatform } from '../../open-platform.ts';
import type { Terminal } from '../../terminal.ts';
import { escapeForTerminal } from '../../text/escape-text.ts';
import { askCredentials, canAsk } from './ask.ts';
import { parseChanges } from './draft.ts';
import { expectPassed } from './expect-passed.ts';
import { printSaved } from './print-saved.ts';
import { readGivenConfig } from './settings.ts';
import { showChecks } from './show-checks.ts';

/** Reports whether a filter is new or changed, and must be tested. */
const hasNewFilter = (filters: ConnectionChanges['filters'] = {}, before: Connection['filters']): boolean =>
  Object.entries(filters).some(([stream, text]) => text !== before[stream]);

/** Prompts again for secrets if the changes send them to other hosts than those that they were entered for. Throws INTERRUPTED. */
async function askMissingSecrets(
  { platform, terminal }: { readonly platform: Platform; readonly terminal: Terminal },
  id: string,
  changes: ConnectionChanges,
): Promise<ConnectionChanges> {
  const problems = await findConnectionChangeProblems(platform, id, changes);
  const bound = problems.find(({ code }) => code === 'SECRET_BOUND_ELSEWHERE');
  if (!bound) return changes;
  terminal.tell(`${escapeForTerminal(bound.message)}; enter it again\n`);
  const { connector } = await readConnectionRow(platform.store.db, id);
  const manifest = await platform.manifestOf(connector);
  const { settings = {} } = changes;
  const { settings: saved } = await readConnection(platform.store.db, id);
  const given = Object.entries(settings).filter((entry): entry is [string, SettingValue] => entry[1] !== null);
  const missing = listActivePaths(manifest.settings, mergeSecrets(saved, Object.fromEntries(given)))
    .map((path) => path.join('.'))
    .filter((field) => isSecretSetting(manifest, field) && !Object.hasOwn(settings, field));
  return {
    ...changes,
    settings: { ...settings, ...(await askCredentials(manifest, { fields: missing, saved: {} }, terminal)) },
  };
}

/**
 * `connection edit`: changes a connection; changed settings and filters are tested first. Throws USAGE, CHECK_FAILED and the
 * errors of `editConnection`.
 */
export const edit: Act = async (call) => {
  const { args, options, terminal } = call;
  await using platform = await openPlatform({ options, terminal }, { create: false });
  const { id, connector } = await readConnectionRow(platform.store.db, args[0] ?? '');
  const config = await readGivenConfig(await platform.manifestOf(connector), { options, terminal });
  const before = await readConnection(platform.store.db, id);
  const changes = parseChanges(options, { config, before, now: platform.clock.now() });
  if (Object.keys(changes).length === 0)
    throw engineError('USAGE', { problem: 'no changes: use an option such as --set, --cron or --description' });
  const force = options.force ?? false;
  const complete = canAsk({ options, terminal })
    ? await askMissingSecrets({ platform, terminal }, id, changes)
    : changes;
  if ((complete.settings || hasNewFilter(complete.filters, before.filters)) && !force)
    expectPassed(
      await showChecks({ options, terminal }, (how) => testConnection(platform, id, { ...how, changes: complete })),
    );
  const { revision = before.revision } = options;
  await printSaved(call, await editConnection(platform, id, { changes: complete, force, revision }), 'changed');
  return EXIT.done;
};
