import { engineError } from '../../base/errors/index.ts';
import type { Tx } from '../../inventory/store/store.ts';
import { writeAudit } from './audit.ts';
import type { Platform } from './platform.ts';
import type { RunSetup } from './run-setup.ts';
import { rewrapText, type Sealing } from './vault.ts';

/** Numbers of objects that were checked during a key rotation. */
export interface RotationResult {
  readonly keyId: string;
  readonly secrets: number;
  readonly sessions: number;
  readonly runs: number;
}

const createUnreadableError = (connectionId: string, field: string) =>
  engineError('SECRET_UNREADABLE', { connection: `connection ${connectionId}`, field });

async function rotateSecrets(tx: Tx, sealing: Sealing): Promise<number> {
  const keyId = sealing.keyring.current.id;
  const rows = await tx.selectFrom('secret').selectAll().where('key_id', '!=', keyId).execute();
  for (const { connection_id: id, field, sealed } of rows) {
    const again = rewrapText(sealed, sealing);
    if (again === undefined) throw createUnreadableError(id, field);
    await tx
      .updateTable('secret')
      .set({ sealed: again, key_id: keyId })
      .where('connection_id', '=', id)
      .where('field', '=', field)
      .execute();
  }
  return rows.length;
}

/** Re-encrypts sessions. Drops a session that cannot be decrypted; the next login creates a new one. */
async function rotateSessions(tx: Tx, sealing: Sealing): Promise<number> {
  const rows = await tx.selectFrom('session').select(['connection_id', 'session', 'kept']).execute();
  const again = (sealed: string | null) => (sealed === null ? null : (rewrapText(sealed, sealing) ?? null));
  for (const { connection_id: id, session, kept } of rows) {
    const fresh = { session: again(session), kept: again(kept) };
    await tx.updateTable('session').set(fresh).where('connection_id', '=', id).execute();
  }
  return rows.length;
}

function rewrapSetup({ connectionId, secrets, ...rest }: RunSetup, sealing: Sealing): RunSetup {
  const again = secrets.map((one) => {
    const sealed = rewrapText(one.sealed, sealing);
    if (sealed === undefined) throw createUnreadableError(connectionId, one.field);
    return { ...one, sealed };
  });
  return { ...rest, connectionId, secrets: again };
}

async function rotateRuns(tx: Tx, sealing: Sealing): Promise<number> {
  const rows = await tx.selectFrom('run').select(['id', 'setup']).where('finished_at', 'is', null).execute();
  for (const { id, setup } of rows) {
    const again = JSON.stringify(rewrapSetup(JSON.parse(setup) as RunSetup, sealing));
    await tx.updateTable('run').set({ setup: again }).where('id', '=', id).execute();
  }
  return rows.length;
}

/**
 * Re-encrypts the data keys of secrets, sessions and setups of open runs with the current key, in one transaction, so that
 * older keys can be removed. Throws KEY_WRONG, SECRET_UNREADABLE.
 */
export function rotateKeys({ store, keyring, random, clock, actor }: Platform): Promise<RotationResult> {
  const sealing: Sealing = { keyring, random: (count) => random.bytes(count) };
  return store.transaction(async (tx) => {
    const secrets = await rotateSecrets(tx, sealing);
    const sessions = await rotateSessions(tx, sealing);
    const runs = await rotateRuns(tx, sealing);
    const rotated: RotationResult = { keyId: keyring.current.id, secrets, sessions, runs };
    await writeAudit(tx, { at: clock.now(), actor, action: 'keys.rotate', subject: 'store', detail: { ...rotated } });
    return rotated;
  });
}
