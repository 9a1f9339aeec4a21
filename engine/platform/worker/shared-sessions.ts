import { passFailpoint } from '../../inventory/store/failpoint.ts';
import type { Session } from '../../pipeline/auth/index.ts';
import type { SessionPool } from '../../pipeline/run/sessions.ts';
import { openText, type RunSetup, sealText } from '../connections/index.ts';
import { fingerprintCredentials } from './credentials.ts';
import type { WorkerParts } from './parts.ts';
import { fromPlainSession, type PlainSession, toPlainSession } from './plain-session.ts';

/** A login may take so long before another worker logs in, too. */
const LOGIN_LEASE_MS = 60_000;
const POLL_MS = 200;

/** A session with the number of the login that it came from. */
interface KnownSession {
  readonly revision: number;
  readonly session: Session | undefined;
  readonly keep: Session['keep'];
}

/** What is sealed in the row: only for the credentials that it was made with. */
interface SealedSession {
  readonly credentials: string;
  readonly session: PlainSession;
}

/** The pool as one of those sees it who share it: it waits for another's login until its own signal aborts. */
export type SharedSessions = (signal: AbortSignal) => SessionPool;

/**
 * The session of a connection, shared by all workers: one logs in under a lease, the others take what it got, so that a
 * refresh token that rotates is used once. Sealed in the store.
 */
export function createSharedSessions(parts: WorkerParts, setup: RunSetup): SharedSessions {
  const { store, keyring, random, clock } = parts.platform;
  const { connectionId } = setup;
  const binding = (field: string) => ({ connectionId, field: `session.${field}`, origin: '' });
  const sealing = { keyring, random: (count: number) => random.bytes(count) };
  const credentials = fingerprintCredentials(setup);
  let known: KnownSession = { revision: -1, session: undefined, keep: undefined };

  const opened = (sealed: string | null, field: string): PlainSession | undefined => {
    const text = sealed === null ? undefined : openText(sealed, binding(field), keyring);
    const value = text === undefined ? undefined : (JSON.parse(text) as SealedSession);
    return value?.credentials === credentials ? value.session : undefined;
  };
  const sealed = (session: PlainSession, field: string) =>
    sealText(JSON.stringify({ credentials, session } satisfies SealedSession), binding(field), sealing);

  const read = async (): Promise<KnownSession> => {
    const row = await store.db
      .selectFrom('session')
      .selectAll()
      .where('connection_id', '=', connectionId)
      .executeTakeFirst();
    if (!row || row.revision === known.revision) return known;
    const session = opened(row.session, 'session');
    const kept = opened(row.kept, 'kept');
    known = {
      revision: row.revision,
      session: session && fromPlainSession(session),
      keep: kept && fromPlainSession(kept).keep,
    };
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
  /** One that another has got meanwhile. */
  const isOfUse = (session: Session | undefined, refused: Session | undefined): session is Session =>
    session !== undefined && session !== refused && clock.now() < session.refreshAt;
  const renew = async (signal: AbortSignal, ...[refused, logIn]: Parameters<SessionPool['renew']>) => {
    for (;;) {
      const { session } = await read();
      if (isOfUse(session, refused)) return session;
      if (await lease()) break;
      await parts.ports.clock.sleep(POLL_MS, signal);
    }
    try {
      // Between the look and the lease another may have finished.
      const { session, keep } = await read();
      if (isOfUse(session, refused)) return session;
      const fresh = await logIn(keep);
      passFailpoint('session-save');
      const plain = toPlainSession(fresh);
      await release({
        session: sealed(plain, 'session'),
        ...(fresh.keep ? { kept: sealed(plain, 'kept') } : {}),
      });
      return (await read()).session ?? fresh;
    } finally {
      await release();
    }
  };
  return (signal) => ({
    current: async () => known.session ?? (await read()).session,
    renew: (refused, logIn) => renew(signal, refused, logIn),
  });
}
