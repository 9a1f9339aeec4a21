import { engineError } from '../../base/errors/index.ts';
import type { Database, Tx } from '../../inventory/store/store.ts';
import type { Manifest } from '../../manifest/index.ts';
import { isSecretSetting } from '../../manifest/index.ts';
import type { Keyring } from './keyring.ts';
import { findStrangeOrigins } from './origins.ts';
import type { Platform } from './platform.ts';
import { openText, sealText } from './vault.ts';

/** A secret as it is stored, and as a run's set-up carries it. */
export interface SealedSecret {
  readonly field: string;
  /** The origins that it was entered for. */
  readonly origin: string;
  readonly sealed: string;
}

/** The connection that the secrets belong to, with the manifest and the origins that they would be used with. */
export interface SecretOwner {
  readonly connectionId: string;
  readonly manifest: Manifest;
  readonly origins: readonly string[];
}

/** The sealed secrets of a connection. */
export const readSecrets = async (db: Database, connectionId: string): Promise<readonly SealedSecret[]> =>
  db
    .selectFrom('secret')
    .select(['field', 'origin', 'sealed'])
    .where('connection_id', '=', connectionId)
    .orderBy('field')
    .execute();

/**
 * Opens one. Throws KEY_WRONG, SECRET_UNREADABLE, SECRET_BOUND_ELSEWHERE where a host is not one it was entered for, and
 * SECRET_UNSEALED where the manifest would treat it as a plain setting, which expressions read and databases store.
 */
function openSecret({ field, origin, sealed }: SealedSecret, owner: SecretOwner, keyring: Keyring): string {
  const { connectionId, manifest, origins } = owner;
  const connection = `connection ${connectionId}`;
  if (!isSecretSetting(manifest, field)) throw engineError('SECRET_UNSEALED', { field, connection });
  const strange = findStrangeOrigins(origin, origins);
  if (strange.length > 0)
    throw engineError('SECRET_BOUND_ELSEWHERE', { field, connection, bound: origin, asked: strange.join(' ') });
  const text = openText(sealed, { connectionId, field, origin }, keyring);
  if (text === undefined) throw engineError('SECRET_UNREADABLE', { field, connection });
  return text;
}

/** Sealed secrets as settings. Throws KEY_WRONG, SECRET_UNREADABLE, SECRET_BOUND_ELSEWHERE, SECRET_UNSEALED. */
export const openSecrets = (
  secrets: readonly SealedSecret[],
  owner: SecretOwner,
  keyring: Keyring,
): Readonly<Record<string, string>> =>
  Object.fromEntries(secrets.map((one) => [one.field, openSecret(one, owner, keyring)]));

/** What to store, for whom. */
export interface EnteredSecrets {
  readonly connectionId: string;
  readonly origin: string;
  readonly values: Readonly<Record<string, string>>;
}

/** Forgets the secrets of these fields; a run in progress keeps its own in its setup. */
export async function deleteSecrets(tx: Tx, connectionId: string, fields: readonly string[]): Promise<void> {
  if (fields.length === 0) return;
  await tx.deleteFrom('secret').where('connection_id', '=', connectionId).where('field', 'in', fields).execute();
}

/** Seals and stores secrets in place of those of the same fields; a run that goes on keeps the old ones in its set-up. */
export async function storeSecrets(
  tx: Tx,
  platform: Platform,
  { connectionId, origin, values }: EnteredSecrets,
): Promise<void> {
  const { keyring, random, clock } = platform;
  for (const [field, value] of Object.entries(values)) {
    const sealed = sealText(value, { connectionId, field, origin }, { keyring, random: random.bytes });
    await deleteSecrets(tx, connectionId, [field]);
    await tx
      .insertInto('secret')
      .values({ connection_id: connectionId, field, origin, key_id: keyring.current.id, sealed, set_at: clock.now() })
      .execute();
  }
}
