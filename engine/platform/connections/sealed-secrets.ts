import { engineError } from '../../base/errors/index.ts';
import type { Database, Tx } from '../../inventory/store/store.ts';
import type { Keyring } from './keyring.ts';
import { strangeOrigins } from './origins.ts';
import type { Platform } from './platform.ts';
import { openText, sealText } from './vault.ts';

/** A secret as it is stored, and as a run's set-up carries it. */
export interface SealedSecret {
  readonly field: string;
  /** The origins that it was entered for. */
  readonly origin: string;
  readonly sealed: string;
}

/** Whose secrets they are, and where they would be sent now. */
export interface Owner {
  readonly connectionId: string;
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

/** Opens one. Throws KEY_WRONG, SECRET_UNREADABLE, and SECRET_BOUND_ELSEWHERE where a host is not one it was entered for. */
function opened({ field, origin, sealed }: SealedSecret, { connectionId, origins }: Owner, keyring: Keyring): string {
  const connection = `connection ${connectionId}`;
  const strange = strangeOrigins(origin, origins);
  if (strange.length > 0)
    throw engineError('SECRET_BOUND_ELSEWHERE', { field, connection, bound: origin, asked: strange.join(' ') });
  const text = openText(sealed, { connectionId, field, origin }, keyring);
  if (text === undefined) throw engineError('SECRET_UNREADABLE', { field, connection });
  return text;
}

/** Sealed secrets as settings. Throws KEY_WRONG, SECRET_UNREADABLE, SECRET_BOUND_ELSEWHERE. */
export const openSecrets = (
  secrets: readonly SealedSecret[],
  owner: Owner,
  keyring: Keyring,
): Readonly<Record<string, string>> =>
  Object.fromEntries(secrets.map((one) => [one.field, opened(one, owner, keyring)]));

/** What to store, for whom. */
export interface Entered {
  readonly connectionId: string;
  readonly origin: string;
  readonly values: Readonly<Record<string, string>>;
}

/** Seals and stores secrets in place of those of the same fields; a run that goes on keeps the old ones in its set-up. */
export async function storeSecrets(
  tx: Tx,
  platform: Platform,
  { connectionId, origin, values }: Entered,
): Promise<void> {
  const { keyring, random, clock } = platform;
  for (const [field, value] of Object.entries(values)) {
    const sealed = sealText(value, { connectionId, field, origin }, { keyring, random: random.bytes });
    await tx.deleteFrom('secret').where('connection_id', '=', connectionId).where('field', '=', field).execute();
    await tx
      .insertInto('secret')
      .values({ connection_id: connectionId, field, origin, key_id: keyring.current.id, sealed, set_at: clock.now() })
      .execute();
  }
}
