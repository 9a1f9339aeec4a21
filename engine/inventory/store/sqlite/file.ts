import { closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { setTimeout as after } from 'node:timers/promises';
import type { CompiledQuery, QueryResult } from 'kysely';
import { engineError } from '../../../base/errors/index.ts';
import { isForeignLink } from '../foreign-link.ts';
import { createRecordKey } from '../inventory/record-key.ts';
import { toStorable } from '../storable.ts';
import { readResultCode, toSqliteError } from './error.ts';
import { createTurns } from './turns.ts';

/** Timeout for other writers, of this process or others. */
const WAIT_MS = 30_000;
/** SQLite waits by blocking the whole process, so its own timeout is short, and retries wait asynchronously. */
const BLOCKING_MS = 20;
const PAUSE_MS = 10;
const READER_BLOCKING_MS = 5_000;
const STATEMENTS = 256;

/**
 * FULL: a commit is on disk (fsync of the log) before it is acknowledged, so that it survives SIGKILL and power loss.
 * NORMAL would survive only SIGKILL. `fullfsync` affects macOS only.
 */
const WRITER_PRAGMAS = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  PRAGMA fullfsync = 1;
  PRAGMA wal_autocheckpoint = 4000;
  PRAGMA journal_size_limit = 67108864;
`;
const PRAGMAS = 'PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY; PRAGMA trusted_schema = OFF;';

/** Connection with its prepared statements. */
interface SqliteConnection {
  readonly database: DatabaseSync;
  /** Returns the statement for `sql`, prepared once. */
  statement(sql: string): StatementSync;
  execute<R>(query: Pick<CompiledQuery, 'sql' | 'parameters'>): QueryResult<R>;
}

/** Database file: one connection for writes, one for concurrent reads. */
export interface SqliteFile {
  readonly name: string;
  readonly reader: SqliteConnection;
  readonly writer: SqliteConnection;
  /** Waits for its turn among all writers and begins a transaction; returns the function that ends the turn. Throws STORE_LOCKED. */
  begin(): Promise<() => void>;
  close(): Promise<void>;
}

function openConnection(database: DatabaseSync, name: string): SqliteConnection {
  const statements = new Map<string, StatementSync>();
  const statement = (sql: string): StatementSync => {
    const kept = statements.get(sql);
    if (kept) return kept;
    const fresh = database.prepare(sql);
    const oldest = statements.size >= STATEMENTS ? statements.keys().next().value : undefined;
    if (oldest !== undefined) statements.delete(oldest);
    statements.set(sql, fresh);
    return fresh;
  };
  return {
    database,
    statement,
    execute<R>({ sql, parameters }: Pick<CompiledQuery, 'sql' | 'parameters'>): QueryResult<R> {
      try {
        const prepared = statement(sql);
        const values = parameters.map(toStorable) as SQLInputValue[];
        if (prepared.columns().length === 0) {
          const { changes, lastInsertRowid } = prepared.run(...values);
          return { rows: [], numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid) };
        }
        const rows = prepared.all(...values) as R[];
        return { rows, numAffectedRows: BigInt(rows.length) };
      } catch (error) {
        throw toSqliteError(error, name);
      }
    },
  };
}

/** Retries `work` while another process holds a lock. Throws STORE_LOCKED on timeout, and what `work` throws. */
async function retryWhileBusy<T>(name: string, work: () => T): Promise<T> {
  const until = performance.now() + WAIT_MS;
  for (;;) {
    try {
      return work();
    } catch (error) {
      const isBusy = readResultCode(error) === 5 || readResultCode(error) === 6;
      if (!isBusy || performance.now() > until) throw toSqliteError(error, name);
    }
    await after(PAUSE_MS * (0.5 + Math.random()));
  }
}

/** The file contains findings and sealed secrets: a new one is readable by its owner only; -wal and -shm inherit the mode. */
function createFile(path: string, name: string): void {
  if ([path, dirname(path)].some(isForeignLink))
    throw engineError('STORE_UNWRITABLE', {
      store: name,
      reason: 'it is reached by a symbolic link created by another user',
    });
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    // One that exists is not opened: closing it would release the locks that this process has on it.
    if (!existsSync(path)) closeSync(openSync(path, 'a', 0o600));
  } catch (error) {
    throw engineError('STORE_UNWRITABLE', { store: name, reason: 'cannot open the file' }, error);
  }
}

/** Opens the connection that reads beside `writer`, which is closed when that fails. */
function openReader(path: string, writer: DatabaseSync, name: string): DatabaseSync {
  let reader: DatabaseSync | undefined;
  try {
    reader = new DatabaseSync(path, { readOnly: true, timeout: READER_BLOCKING_MS });
    reader.exec(PRAGMAS);
    return reader;
  } catch (error) {
    reader?.close();
    writer.close();
    throw toSqliteError(error, name);
  }
}

/** Opens an SQLite file, creating it if missing. Throws STORE_UNWRITABLE, STORE_DAMAGED, STORE_LOCKED. */
export async function openSqliteFile(path: string): Promise<SqliteFile> {
  const name = `sqlite:${path}`;
  createFile(path, name);
  const turns = createTurns(name, WAIT_MS);
  const opened = await retryWhileBusy(name, () => {
    const database = new DatabaseSync(path, { timeout: BLOCKING_MS });
    try {
      database.exec(WRITER_PRAGMAS + PRAGMAS);
      // For migration 0009: SQLite has no hash function.
      database.function('record_key', { deterministic: true, directOnly: true }, (connection, external) =>
        Buffer.from(createRecordKey(String(connection))(String(external)), 'hex'),
      );
      return database;
    } catch (error) {
      database.close();
      throw error;
    }
  });
  const readable = openReader(path, opened, name);
  return {
    name,
    reader: openConnection(readable, name),
    writer: openConnection(opened, name),
    async begin() {
      const end = await turns.take();
      try {
        await retryWhileBusy(name, () => opened.exec('BEGIN IMMEDIATE'));
        return end;
      } catch (error) {
        end();
        throw error;
      }
    },
    async close() {
      const end = await turns.take();
      // The writer is closed last: only it can merge the log into the file.
      if (readable.isOpen) readable.close();
      if (opened.isOpen) opened.close();
      end();
    },
  };
}
