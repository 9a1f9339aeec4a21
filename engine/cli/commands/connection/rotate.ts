import { engineError } from '../../../errors/index.ts';
import { connectionRow, rotateSecrets, secretFields, testConnection } from '../../../platform/index.ts';
import type { Act } from '../../command.ts';
import { askSecrets, canAsk } from '../../connection/ask.ts';
import { expectPassed } from '../../connection/expect-passed.ts';
import { givenConfig } from '../../connection/settings.ts';
import { showChecks } from '../../connection/show-checks.ts';
import { tellSaved } from '../../connection/tell-saved.ts';
import { EXIT } from '../../exit-code.ts';
import { openPlatform } from '../../open-platform.ts';

/** `connection rotate`: replaces secrets, tested first; asks for them on a terminal. Throws ANSWER_NEEDED, CHECK_FAILED, and as `rotateSecrets`. */
export const rotate: Act = async (call) => {
  const { args, options, terminal } = call;
  await using platform = await openPlatform(options);
  const { id, connector } = await connectionRow(platform.store.db, args[0] ?? '');
  const manifest = await platform.manifestOf(connector);
  const given = await givenConfig(manifest, { options, terminal });
  if (Object.keys(given.settings).length === 0 && !canAsk(options))
    throw engineError('ANSWER_NEEDED', {
      question: `new values for ${secretFields(manifest).join(', ')} are needed`,
      fix: 'Give them with --set-env <setting>=NAME, --set-file <setting>=<path> or --set-stdin <setting>.',
    });
  const settings =
    Object.keys(given.settings).length > 0
      ? given.settings
      : await askSecrets(manifest, secretFields(manifest), terminal);
  const secrets = Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, String(value)]));
  const force = options.force ?? false;
  if (!force) {
    const changes = { settings: secrets };
    expectPassed(await showChecks({ options, terminal }, (how) => testConnection(platform, id, { ...how, changes })));
  }
  await tellSaved(call, await rotateSecrets(platform, id, { secrets, force }), 'has new secrets');
  return EXIT.done;
};
