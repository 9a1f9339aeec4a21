import { listConsentSettings } from '../../../manifest/auth-parts.ts';
import { findSetting, type Manifest, setSetting, splitSettingPath } from '../../../manifest/index.ts';
import type { SettingValue } from '../../../pipeline/connector/index.ts';
import { authorizeSettings } from '../../../platform/connections/index.ts';
import type { CommandCall } from '../../command.ts';
import { withConsent } from '../../process/with-consent.ts';
import { canAsk } from './ask.ts';

type Settings = Readonly<Record<string, SettingValue>>;

/** Adds secrets by their dotted paths. */
export const setSecrets = (settings: Settings, secrets: Readonly<Record<string, string>>): Settings =>
  Object.entries(secrets).reduce<Settings>(
    (given, [name, value]) => setSetting(given, splitSettingPath(name), value),
    settings,
  );

/** Obtains the refresh token of a new connection by consent, on a terminal or with --authorize, unless it is given. */
export async function addConsent(call: CommandCall, manifest: Manifest, settings: Settings): Promise<Settings> {
  const names = listConsentSettings(manifest);
  const isGiven =
    names.length === 0 || names.some((name) => findSetting(settings, splitSettingPath(name)) !== undefined);
  if (isGiven || !(call.options.authorize || canAsk(call))) return settings;
  const secrets = await withConsent(call, (how) => authorizeSettings(manifest, settings, how));
  return setSecrets(settings, secrets);
}
