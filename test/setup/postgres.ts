import { randomUUID } from 'node:crypto';
import pg from 'pg';
import type { StopMode } from './postgres-server.ts';
import { startKeeper } from './start-keeper.ts';

/** PostgreSQL server for tests. */
export interface Postgres {
  /** Returns the URL of a database, which is created if it does not exist. */
  url(database: string): Promise<string>;
  /** Returns the URL of a new, empty database. */
  fresh(): Promise<string>;
}

/** Server of a single test, which may crash it. */
export interface OwnPostgres extends Postgres {
  stop(mode: StopMode): Promise<void>;
  start(): Promise<void>;
  remove(): Promise<void>;
}

let keeper: Promise<string> | undefined;

/** Returns the port of the run's keeper; starts one outside of vitest, for example in a benchmark. */
function keeperPort(): Promise<string> {
  const given = process.env['MAPWRIGHT_TEST_KEEPER'];
  keeper ??= given ? Promise.resolve(given) : startKeeper().then(({ port }) => String(port));
  return keeper;
}

async function ask(path: string, body: object = {}): Promise<unknown> {
  const response = await fetch(`http://127.0.0.1:${await keeperPort()}${path}`, {
    method: 'POST',
    body: JSON.stringify(body),
  });
  const answer = await response.text();
  if (!response.ok) throw new Error(answer);
  return JSON.parse(answer);
}

const DUPLICATE_DATABASE = '42P04';

async function make(server: string, database: string): Promise<string> {
  const client = new pg.Client(`${server}/postgres`);
  await client.connect();
  try {
    await client.query(`CREATE DATABASE ${pg.escapeIdentifier(database)}`);
  } catch (error) {
    if (!(error instanceof pg.DatabaseError) || error.code !== DUPLICATE_DATABASE) throw error;
  } finally {
    await client.end();
  }
  return `${server}/${database}`;
}

async function serverAt(path: '/shared' | '/own'): Promise<number> {
  const port = await ask(path);
  if (typeof port !== 'number') throw new Error(`not a port: ${JSON.stringify(port)}`);
  return port;
}

function on(port: number): Postgres {
  const server = `postgres://mapwright@127.0.0.1:${port}`;
  return {
    url: (database) => make(server, database),
    fresh: () => make(server, `t${randomUUID().replaceAll('-', '')}`),
  };
}

/** Returns the PostgreSQL that all tests of a full run share, started on first use; fsync is off, for speed. */
export async function openSharedPostgres(): Promise<Postgres> {
  return on(await serverAt('/shared'));
}

/** PostgreSQL server that one test may stop, crash and remove. fsync is on. */
export async function createOwnPostgres(): Promise<OwnPostgres> {
  const port = await serverAt('/own');
  const tell = async (path: string, mode?: StopMode) => void (await ask(path, { port, mode }));
  return {
    ...on(port),
    stop: (mode) => tell('/stop', mode),
    start: () => tell('/start'),
    remove: () => tell('/remove'),
  };
}
