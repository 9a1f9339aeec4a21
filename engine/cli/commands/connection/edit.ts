import { engineError } from '../../../errors/index.ts';
import { connectionRow, editConnection, showConnection, testConnection } from '../../../platform/index.ts';
import type { Act } from '../../command.ts';
import { givenChanges } from '../../connection/draft.ts';
import { expectPassed } from '../../connection/expect-passed.ts';
import { givenConfig } from '../../connection/settings.ts';
import { showChecks } from '../../connection/show-checks.ts';
import { tellSaved } from '../../connection/tell-saved.ts';
import { EXIT } from '../../exit-code.ts';
import { openPlatform } from '../../open-platform.ts';

/** `connection edit`: changes a connection; what changes its settings is tested first. Throws USAGE, CHECK_FAILED, and as `editConnection`. */
export const edit: Act = async (call) => {
  const { args, options, terminal } = call;
  await using platform = await openPlatform(options);
  const { id, connector } = await connectionRow(platform.store.db, args[0] ?? '');
  const config = await givenConfig(await platform.manifestOf(connector), { options, terminal });
  const before = await showConnection(platform.store.db, id);
  const changes = givenChanges(options, { config, before, now: platform.clock.now() });
  if (Object.keys(changes).length === 0)
    throw engineError('USAGE', { problem: 'nothing is to be changed: give an option that says what' });
  const force = options.force ?? false;
  if (changes.settings && !force)
    expectPassed(await showChecks({ options, terminal }, (how) => testConnection(platform, id, { ...how, changes })));
  const { revision = before.revision } = options;
  await tellSaved(call, await editConnection(platform, id, { changes, force, revision }), 'is changed');
  return EXIT.done;
};
