import { listConsentSettings } from '../../manifest/auth-parts.ts';
import { type Manifest, setSetting, splitSettingPath } from '../../manifest/index.ts';
import { revealToken, type Session } from '../../pipeline/auth/index.ts';
import { compileConnector, type SettingValue } from '../../pipeline/connector/index.ts';
import { type ConsentOptions, obtainConsent } from '../../pipeline/run/obtain-consent.ts';
import type { Ports } from '../../pipeline/run/ports.ts';
import { buildChangedDraft } from './changed-draft.ts';
import { type Connection, readConnectionRow } from './connection.ts';
import { rotateSecrets } from './edit-connection.ts';
import type { Platform } from './platform.ts';

type Settings = Readonly<Record<string, SettingValue>>;

/** Stands for a refresh token while there is none: required settings are checked. */
const PLACEHOLDER = 'awaiting-consent';

/** Surroundings of a consent, with the network. */
export interface AuthorizeOptions extends ConsentOptions {
  readonly ports: Ports;
  /** Receives sessions and the token, for redaction. */
  readonly learn?: (session: Session) => void;
}

/**
 * Obtains the refresh token for settings by a person's consent. Returns the secret setting with the token. Rejects with the
 * errors of `obtainConsent` and of compiling the settings.
 */
export async function authorizeSettings(
  manifest: Manifest,
  settings: Settings,
  { ports, learn, ...options }: AuthorizeOptions,
): Promise<Readonly<Record<string, string>>> {
  const waiting = listConsentSettings(manifest).reduce<Settings>(
    (given, name) => setSetting(given, splitSettingPath(name), PLACEHOLDER),
    settings,
  );
  const connector = await compileConnector(manifest, { settings: waiting });
  const { setting, token } = await obtainConsent(connector, ports, options);
  learn?.({ values: { token }, expiresAt: 0, refreshAt: 0 });
  return { [setting]: revealToken(token) };
}

/**
 * Obtains a refresh token for a saved connection and stores it like an entered secret, effective from its next run. Rejects
 * with CONNECTION_UNKNOWN and the errors of `authorizeSettings` and `rotateSecrets`.
 */
export async function authorizeConnection(
  platform: Platform,
  ref: string,
  options: AuthorizeOptions,
): Promise<Connection> {
  const row = await readConnectionRow(platform.store.db, ref);
  const manifest = await platform.manifestOf(row.connector);
  const placeholders = Object.fromEntries(listConsentSettings(manifest).map((name) => [name, PLACEHOLDER]));
  const { draft } = await buildChangedDraft(platform, row, { settings: placeholders });
  const secrets = await authorizeSettings(manifest, draft.settings, options);
  // The vendor has just accepted the client and the person; a test would use up a token that rotates.
  return rotateSecrets(platform, row.id, { secrets, force: true });
}
