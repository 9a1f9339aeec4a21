import { engineError } from '../../../base/errors/index.ts';
import {
  flattenSettings,
  listActivePaths,
  listRotatedFields,
  mergeSecrets,
  openSettings,
  pickSecrets,
} from '../../../manifest/index.ts';
import {
  readConnection,
  readConnectionRow,
  rotateSecrets,
  testConnection,
} from '../../../platform/connections/index.ts';
import type { Act } from '../../command.ts';
import { EXIT } from '../../exit-code.ts';
import { openPlatform } from '../../open-platform.ts';
import { askCredentials, canAsk } from './ask.ts';
import { expectPassed } from './expect-passed.ts';
import { printSaved } from './print-saved.ts';
import { readGivenConfig } from './settings.ts';
import { showChecks } from './show-checks.ts';

/**
 * `connection rotate`: tests and replaces secrets and the settings that change with them; prompts for all on a terminal. Throws ANSWER_NEEDED, CHECK_FAILED and the
 * errors of `rotateSecrets`.
 */
export const rotate: Act = async (call) => {
  const { args, options, terminal } = call;
  await using platform = await openPlatform({ options, terminal }, { create: false });
  const { id, connector } = await readConnectionRow(platform.store.db, args[0] ?? '');
  const manifest = await platform.manifestOf(connector);
  const given = await readGivenConfig(manifest, { options, terminal });
  if (Object.keys(given.filters).length > 0)
    throw engineError('USAGE', { problem: 'connection rotate cannot change filters: use connection edit' });
  const givenSecrets = pickSecrets(manifest, given.settings);
  const isGiven = Object.keys(givenSecrets).length > 0;
  const settings = flattenSettings(openSettings(manifest, given.settings));
  const { settings: saved } = await readConnection(platform.store.db, id);
  const rotated = listRotatedFields(manifest);
  const fields = listActivePaths(manifest.settings, mergeSecrets(saved, settings))
    .map((path) => path.join('.'))
    .filter((path) => rotated.includes(path));
  if (!isGiven && !canAsk({ options, terminal }))
    throw engineError('ANSWER_NEEDED', {
      question: `new values for ${fields.join(', ')} are missing`,
      fix: 'Pass secrets with --set-env <setting>=NAME, --set-file <setting>=<path> or --set-stdin <setting>, and others with --set settings.<setting>=<value>.',
    });
  const entered = isGiven ? givenSecrets : await askCredentials(manifest, { fields, saved }, terminal);
  const secrets = pickSecrets(manifest, mergeSecrets({}, entered));
  const others = flattenSettings(openSettings(manifest, mergeSecrets({}, entered)));
  const force = options.force ?? false;
  if (!force) {
    const changes = { settings: { ...settings, ...others, ...secrets } };
    expectPassed(await showChecks({ options, terminal }, (how) => testConnection(platform, id, { ...how, changes })));
  }
  await printSaved(
    call,
    await rotateSecrets(platform, id, { secrets, settings: { ...settings, ...others }, force }),
    'rotated secrets of',
  );
  return EXIT.done;
};
