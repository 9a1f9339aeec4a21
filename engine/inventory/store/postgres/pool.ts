import type { PostgresPool, PostgresPoolClient } from 'kysely';
import pg from 'pg';
import { toStorable } from '../storable.ts';
import { toPostgresError } from './error.ts';

/** What a program may say about its connections. */
export interface PoolOptions {
  /** Shown in pg_stat_activity. */
  readonly applicationName: string;
  /** At most so many connections at a time. */
  readonly connections: number;
}

const CONNECT_MS = 10_000;
const LOCK_MS = 30_000;
/** Longer than closing a million findings takes. */
const STATEMENT_MS = 300_000;
/** A program that stopped in mid-transaction frees its locks after this. */
const IDLE_IN_TRANSACTION_MS = 60_000;

const { INT8, NUMERIC } = pg.types.builtins;
/** Counts and times are numbers here, never text: they stay below 2^53. */
const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    oid === INT8 || oid === NUMERIC ? Number : pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
};

/** Where a URL leads, without who asks. */
export function formatPoolName(url: string): string {
  const { hostname, port, pathname } = new URL(url);
  return `postgres://${hostname}${port ? `:${port}` : ''}${pathname}`;
}

function translateErrors(client: pg.PoolClient, name: string): PostgresPoolClient {
  const query = async (text: string, values?: readonly unknown[]) => {
    try {
      return await client.query(text, values?.map(toStorable) ?? []);
    } catch (error) {
      throw toPostgresError(error, name);
    }
  };
  return { query: query as unknown as PostgresPoolClient['query'], release: (broken) => client.release(broken) };
}

/** A pool whose errors are the catalogue's. A URL's own parameters (sslmode, application_name, options) come first. */
export function openPool(url: string, { applicationName, connections }: PoolOptions): PostgresPool {
  const name = formatPoolName(url);
  const pool = new pg.Pool({
    connectionString: url,
    application_name: applicationName,
    max: connections,
    connectionTimeoutMillis: CONNECT_MS,
    statement_timeout: STATEMENT_MS,
    lock_timeout: LOCK_MS,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
    keepAlive: true,
    types,
  });
  // A connection that breaks while it is idle is replaced by the next query that needs one.
  pool.on('error', () => undefined);
  // One that breaks between two queries of a transaction says so to nobody else: it would end the process.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return {
    async connect() {
      try {
        return translateErrors(await pool.connect(), name);
      } catch (error) {
        throw toPostgresError(error, name);
      }
    },
    end: async () => {
      if (!pool.ending) await pool.end();
    },
    options: pool.options,
  };
}
