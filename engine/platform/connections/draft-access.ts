import { isDeepStrictEqual } from 'node:util';
import { engineError } from '../../base/errors/index.ts';
import { listConsentSettings } from '../../manifest/auth-parts.ts';
import { listSchemasAt, type Manifest, mergeSecrets, splitSettingPath } from '../../manifest/index.ts';
import type { ConnectionSetup } from '../../pipeline/connector/index.ts';
import { findAccess, parseUrl } from '../../pipeline/request/index.ts';
import { hasSessionHost } from '../../workbench/check/origins.ts';
import { readConnectionRow } from './connection.ts';
import { rotateSecrets } from './edit-connection.ts';
import { findUnboundOrigins } from './origins.ts';
import type { Platform } from './platform.ts';
import { planRunSetup, type RunSetup } from './run-setup.ts';
import { openSecrets } from './sealed-secrets.ts';

/** Settings and custom maps of a saved connection for a manifest that is being edited, and the URLs that its requests may use. */
export interface DraftAccess {
  readonly setup: Pick<ConnectionSetup, 'settings' | 'filters' | 'maps'>;
  /** Throws READ_HOST_REFUSED for a URL to which the connection's own manifest would not send its secrets. */
  admit(url: string): void;
  /** Stores a secret that the vendor has replaced, if a consent fills it in according to the connection's own manifest. */
  keep(rotated: { readonly setting: string; readonly token: string }): Promise<void>;
}

/** Parts that decide about the hosts that a login reveals. */
const pickHostParts = ({ baseUrl, allowedHosts, auth, auths, tls, settings }: Manifest) => ({
  ...{ baseUrl, allowedHosts, auth, auths, tls, settings },
});

const isDeclared = ({ settings }: Manifest, field: string): boolean =>
  listSchemasAt(settings, splitSettingPath(field)).length > 0;

/**
 * Creates the check of the URLs of a draft's requests. The draft is not trusted: it may name any host. Known origins must be
 * those that the secrets were entered for. Hosts that a login reveals are only accepted from the saved manifest's own login.
 */
function createAdmission({ connectionId, manifest: saved, secrets }: RunSetup, draft: Manifest): DraftAccess['admit'] {
  const bound = [...new Set(secrets.flatMap(({ origin }) => origin.split(' ')))].join(' ');
  const refuse = (asked: string) =>
    engineError('READ_HOST_REFUSED', { connection: `connection ${connectionId}`, bound, asked });
  if (secrets.length === 0) return () => undefined;
  if (hasSessionHost(saved)) {
    const isSame = isDeepStrictEqual(pickHostParts(saved), pickHostParts(draft));
    return (url) => {
      if (!isSame) throw refuse(`${parseUrl(url, 'a request').origin} by another login`);
    };
  }
  // Hosts below a wildcard receive no credentials, unless a login reveals the base URL.
  const wildcards = hasSessionHost(draft) ? [] : saved.allowedHosts.filter((host) => host.includes('*'));
  return (url) => {
    const parsed = parseUrl(url, 'a request');
    const isBound = secrets.every(({ origin }) => findUnboundOrigins(origin, [parsed.origin]).length === 0);
    if (!isBound && findAccess(parsed, wildcards) === undefined) throw refuse(parsed.origin);
  };
}

/** Picks the custom maps whose defaults the draft has not changed: a map that is being edited is read as it is in the editor. */
const pickCustomMaps = ({ maps, manifest }: RunSetup, draft: Manifest): RunSetup['maps'] =>
  Object.fromEntries(Object.entries(maps).filter(([name]) => isDeepStrictEqual(draft.maps[name], manifest.maps[name])));

/**
 * Opens the settings, secrets and custom maps of a saved connection for a draft of its manifest. Throws CONNECTION_UNKNOWN, KEY_WRONG,
 * SECRET_UNREADABLE, and SECRET_UNSEALED if the draft declares a stored secret as a plain setting.
 */
export async function openDraftAccess(platform: Platform, ref: string, draft: Manifest): Promise<DraftAccess> {
  const { id } = await readConnectionRow(platform.store.db, ref);
  const plan = await planRunSetup(platform, id);
  const secrets = plan.secrets.filter(({ field }) => isDeclared(draft, field));
  // No origins: `admit` checks those of the requests themselves.
  const opened = openSecrets(secrets, { connectionId: id, manifest: draft, origins: [] }, platform.keyring);
  const known = Object.entries(plan.settings).filter(([name]) => isDeclared(draft, name));
  const filters = Object.entries(plan.filters).filter(([stream]) => Object.hasOwn(draft.filters ?? {}, stream));
  return {
    setup: {
      settings: mergeSecrets(Object.fromEntries(known), opened),
      filters: Object.fromEntries(filters),
      maps: pickCustomMaps(plan, draft),
    },
    admit: createAdmission(plan, draft),
    async keep({ setting, token }) {
      if (listConsentSettings(plan.manifest).includes(setting))
        await rotateSecrets(platform, id, { secrets: { [setting]: token }, force: true });
    },
  };
}
