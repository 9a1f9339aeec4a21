import { finished } from 'node:stream/promises';
import type { PostgresPool, PostgresPoolClient } from 'kysely';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { toStorable } from '../storable.ts';
import { CopyData } from './copy-rows.ts';
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

/** Executes a COPY; its error leaves the connection usable, as that of any statement. */
async function sendCopy(client: pg.PoolClient, text: string, { bytes }: CopyData) {
  const stream = client.query(copyFrom(text));
  // A connection that breaks reports two errors: `finished` takes the first.
  stream.on('error', () => undefined);
  stream.end(bytes);
  await finished(stream);
  return { command: 'COPY', rowCount: stream.rowCount, rows: [] };
}

function translateErrors(client: pg.PoolClient, name: string): PostgresPoolClient {
  const query = async (text: string, values?: readonly unknown[]) => {
    const [first] = values ?? [];
    try {
      if (first instanceof CopyData) return await sendCopy(client, text, first);
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
