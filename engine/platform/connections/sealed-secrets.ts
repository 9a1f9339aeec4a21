import { engineError } from '../../base/errors/index.ts';
import type { Database, Tx } from '../../inventory/store/store.ts';
import type { Manifest } from '../../manifest/index.ts';
import { isSecretSetting } from '../../manifest/index.ts';
import type { Keyring } from './keyring.ts';
import { findUnboundOrigins } from './origins.ts';
import type { Platform } from './platform.ts';
import { openText, sealText } from './vault.ts';

/** Encrypted secret, as stored and as part of a run's setup. */
export interface SealedSecret {
  readonly field: string;
  /** Origins for which it was entered. */
  readonly origin: string;
  readonly sealed: string;
}

/** Connection that owns secrets, with the manifest and the origins that would use them. */
export interface SecretOwner {
  readonly connectionId: string;
  readonly manifest: Manifest;
  readonly origins: readonly string[];
}

/** Reads the encrypted secrets of a connection. */
export const readSecrets = async (db: Database, connectionId: string): Promise<readonly SealedSecret[]> =>
  db
    .selectFrom('secret')
    .select(['field', 'origin', 'sealed'])
    .where('connection_id', '=', connectionId)
    .orderBy('field')
    .execute();

/**
 * Decrypts a secret. Throws KEY_WRONG, SECRET_UNREADABLE, SECRET_BOUND_ELSEWHERE if it was not entered for one of the origins,
 * and SECRET_UNSEALED if the manifest would treat it as a plain setting, which expressions can read and the store contains.
 */
function openSecret({ field, origin, sealed }: SealedSecret, owner: SecretOwner, keyring: Keyring): string {
  const { connectionId, manifest, origins } = owner;
  const connection = `connection ${connectionId}`;
  if (!isSecretSetting(manifest, field)) throw engineError('SECRET_UNSEALED', { field, connection });
  const unbound = findUnboundOrigins(origin, origins);
  if (unbound.length > 0)
    throw engineError('SECRET_BOUND_ELSEWHERE', { field, connection, bound: origin, asked: unbound.join(' ') });
  const text = openText(sealed, { connectionId, field, origin }, keyring);
  if (text === undefined) throw engineError('SECRET_UNREADABLE', { field, connection });
  return text;
}

/** Decrypts secrets to settings. Throws KEY_WRONG, SECRET_UNREADABLE, SECRET_BOUND_ELSEWHERE, SECRET_UNSEALED. */
export const openSecrets = (
  secrets: readonly SealedSecret[],
  owner: SecretOwner,
  keyring: Keyring,
): Readonly<Record<string, string>> =>
  Object.fromEntries(secrets.map((one) => [one.field, openSecret(one, owner, keyring)]));

/** Secrets to store for a connection. */
export interface EnteredSecrets {
  readonly connectionId: string;
  readonly origin: string;
  readonly values: Readonly<Record<string, string>>;
}

/** Deletes the secrets of fields; a run in progress keeps its copies in its setup. */
export async function deleteSecrets(tx: Tx, connectionId: string, fields: readonly string[]): Promise<void> {
  if (fields.length === 0) return;
  await tx.deleteFrom('secret').where('connection_id', '=', connectionId).where('field', 'in', fields).execute();
}

/** Encrypts secrets and replaces those of the same fields; a run in progress keeps the old ones in its setup. */
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
