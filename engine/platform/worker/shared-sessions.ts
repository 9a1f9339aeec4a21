import { createSecret, isSecret, revealSecret, type Secret } from '../../base/secret/secret.ts';
import { passFailpoint } from '../../inventory/store/failpoint.ts';
import { DEFAULT_AUTH, type Session } from '../../pipeline/auth/index.ts';
import type { SessionPool, SessionPools } from '../../pipeline/run/sessions.ts';
import { openText, type RunSetup, sealText } from '../connections/index.ts';
import { fingerprintCredentials } from './credentials.ts';
import type { WorkerParts } from './parts.ts';

/** Session as plain data with cleartext secrets. Only for encryption. */
interface PlainSession {
  readonly values: readonly (readonly [name: string, text: string, isSecret: boolean])[];
  readonly expiresAt: number;
  readonly refreshAt: number;
  readonly keep: readonly (readonly [name: string, text: string])[] | null;
}

/** Converts a session to plain data for encryption. */
const toPlainSession = ({ values, expiresAt, refreshAt, keep }: Session): PlainSession => ({
  values: Object.entries(values).map(([name, value]) =>
    isSecret(value) ? [name, revealSecret(value), true] : [name, value, false],
  ),
  expiresAt,
  refreshAt,
  keep: keep ? Object.entries(keep).map(([name, value]) => [name, revealSecret(value)]) : null,
});

/** Restores a session from plain data, with its secrets wrapped. */
const fromPlainSession = ({ values, expiresAt, refreshAt, keep }: PlainSession): Session => ({
  values: Object.fromEntries(
    values.map(([name, text, hidden]): [string, Secret | string] => [name, hidden ? createSecret(text) : text]),
  ),
  expiresAt,
  refreshAt,
  ...(keep ? { keep: Object.fromEntries(keep.map(([name, text]) => [name, createSecret(text)])) } : {}),
});

/** Lease of a login; afterwards another worker may log in. */
const LOGIN_LEASE_MS = 60_000;
const POLL_MS = 200;

type ByName<T> = Readonly<Record<string, T>>;

/** Cached sessions of the connection's auths, with the revision of their row. */
interface KnownSessions {
  readonly revision: number;
  readonly sessions: ByName<Session>;
  /** Sessions as they are stored. */
  readonly plain: ByName<PlainSession>;
  /** Sessions whose login returned a value to keep, such as a rotated refresh token. */
  readonly kept: ByName<PlainSession>;
}

/** Encrypted content of the row, valid only for the credentials that created it. */
interface SealedSessions {
  readonly credentials: string;
  readonly sessions: ByName<PlainSession>;
}

/** Row of earlier versions, which had a single auth. */
interface SealedSession {
  readonly credentials: string;
  readonly session: PlainSession;
}

/** Returns one worker's view of the shared session pools; waits for another worker's login until `signal` aborts. */
export type SharedSessions = (signal: AbortSignal) => SessionPools;

/**
 * Creates the session pools of a connection, shared by all workers and stored encrypted in one row. One worker logs in under
 * a lease and the others reuse its session, so that a rotating refresh token is used only once.
 */
export function createSharedSessions(parts: WorkerParts, setup: RunSetup): SharedSessions {
  const { store, keyring, random, clock } = parts.platform;
  const { connectionId } = setup;
  const binding = (field: string) => ({ connectionId, field: `session.${field}`, origin: '' });
  const sealing = { keyring, random: (count: number) => random.bytes(count) };
  const credentials = fingerprintCredentials(setup);
  let known: KnownSessions = { revision: -1, sessions: {}, plain: {}, kept: {} };

  const openSessions = (sealed: string | null, field: string): ByName<PlainSession> => {
    const text = sealed === null ? undefined : openText(sealed, binding(field), keyring);
    const value = text === undefined ? undefined : (JSON.parse(text) as SealedSessions | SealedSession);
    if (value?.credentials !== credentials) return {};
    return 'sessions' in value ? value.sessions : { [DEFAULT_AUTH]: value.session };
  };
  const sealSessions = (sessions: ByName<PlainSession>, field: string) =>
    sealText(JSON.stringify({ credentials, sessions } satisfies SealedSessions), binding(field), sealing);

  const read = async (): Promise<KnownSessions> => {
    const row = await store.db
      .selectFrom('session')
      .selectAll()
      .where('connection_id', '=', connectionId)
      .executeTakeFirst();
    if (!row || row.revision === known.revision) return known;
    const plain = openSessions(row.session, 'session');
    known = { revision: row.revision, sessions: restoreAll(plain, known), plain, kept: openSessions(row.kept, 'kept') };
    return known;
  };
  const lease = async (): Promise<boolean> => {
    const now = clock.now();
    await store.db
      .insertInto('session')
      .values({ connection_id: connectionId, session: null, kept: null, holder: null, leased_until: 0, revision: 0 })
      .onConflict((conflict) => conflict.column('connection_id').doNothing())
      .execute();
    const { numUpdatedRows } = await store.db
      .updateTable('session')
      .set({ holder: parts.id, leased_until: now + LOGIN_LEASE_MS })
      .where('connection_id', '=', connectionId)
      .where((is) => is.or([is('holder', 'is', null), is('leased_until', '<', now)]))
      .executeTakeFirst();
    return numUpdatedRows === 1n;
  };
  const release = async (values: { session?: string; kept?: string } = {}) => {
    await store.db
      .updateTable('session')
      .set((has) => ({ ...values, holder: null, ...(values.session ? { revision: has('revision', '+', 1) } : {}) }))
      .where('connection_id', '=', connectionId)
      .where('holder', '=', parts.id)
      .execute();
  };
  /** Reports whether a session is valid and newer than the rejected one. */
  const isUsable = (session: Session | undefined, refused: Session | undefined): session is Session =>
    session !== undefined && session !== refused && clock.now() < session.refreshAt;
  const renew = async (signal: AbortSignal, name: string, ...[refused, logIn]: Parameters<SessionPool['renew']>) => {
    for (;;) {
      const session = (await read()).sessions[name];
      if (isUsable(session, refused)) return session;
      if (await lease()) break;
      await parts.ports.clock.sleep(POLL_MS, signal);
    }
    try {
      // Another worker may have finished its login before this lease.
      const { sessions, plain: before, kept } = await read();
      const session = sessions[name];
      if (isUsable(session, refused)) return session;
      const keep = kept[name] && fromPlainSession(kept[name]).keep;
      const fresh = await logIn(keep);
      passFailpoint('session-save');
      const plain = toPlainSession(fresh);
      await release({
        session: sealSessions({ ...before, [name]: plain }, 'session'),
        ...(fresh.keep ? { kept: sealSessions({ ...kept, [name]: plain }, 'kept') } : {}),
      });
      return (await read()).sessions[name] ?? fresh;
    } finally {
      await release();
    }
  };
  return (signal) => (name) => ({
    current: async () => known.sessions[name] ?? (await read()).sessions[name],
    renew: (refused, logIn) => renew(signal, name, refused, logIn),
  });
}

/** Restores stored sessions; an unchanged one stays the same object, because a refused session is compared by identity. */
const restoreAll = (plain: ByName<PlainSession>, { plain: before, sessions }: KnownSessions): ByName<Session> =>
  Object.fromEntries(
    Object.entries(plain).map(([name, value]) => {
      const same = sessions[name] && JSON.stringify(before[name]) === JSON.stringify(value);
      return [name, (same && sessions[name]) || fromPlainSession(value)];
    }),
  );
