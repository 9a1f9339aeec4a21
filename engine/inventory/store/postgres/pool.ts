import type { PostgresPool, PostgresPoolClient } from 'kysely';
import pg from 'pg';
import { toStorable } from '../storable.ts';
import { toPostgresError } from './error.ts';

/** Options for the connections of a program. */
export interface PoolOptions {
  /** Shown in pg_stat_activity. */
  readonly applicationName: string;
  /** Maximum number of connections. */
  readonly connections: number;
}

const CONNECT_MS = 10_000;
const LOCK_MS = 30_000;
/** Longer than closing a million findings takes. */
const STATEMENT_MS = 300_000;
/** Timeout after which a program that stopped within a transaction releases its locks. */
const IDLE_IN_TRANSACTION_MS = 60_000;

const { INT8, NUMERIC } = pg.types.builtins;
/** Counts and times are parsed as numbers: they stay below 2^53. */
const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    oid === INT8 || oid === NUMERIC ? Number : pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
};

/** Formats the target of a URL without user and password. */
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

/** Creates a pool that throws errors of the catalogue. Parameters in the URL (sslmode, application_name, options) win. */
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
  // A connection that breaks while idle is replaced by the next query.
  pool.on('error', () => undefined);
  // A connection that breaks between two queries of a transaction would end the process without this listener.
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
