import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import { toSqliteError } from './error.ts';
import type { SqliteFile } from './file.ts';

const READS = /^\s*(?:select|with|values|explain)\b/i;
const WRITES = /\b(?:insert|update|delete|replace|create|drop|alter)\b/i;

/** Mistaking a read for a write costs only a wait; the read connection rejects a write that is mistaken for a read. */
const isRead = ({ query, sql }: CompiledQuery): boolean =>
  query.kind === 'SelectQueryNode' || (READS.test(sql) && !WRITES.test(sql));

/** Ends the turn of the transaction of a connection. */
type Turns = Map<DatabaseConnection, () => void>;

function runCommand(file: SqliteFile, sql: string): void {
  try {
    file.writer.database.exec(sql);
  } catch (error) {
    throw toSqliteError(error, file.name);
  }
}

/** SQLite ends a transaction on its own, for example when the disk is full. */
function rollback(file: SqliteFile): void {
  if (file.writer.database.isTransaction) runCommand(file, 'ROLLBACK');
}

/** Kysely connection: outside a transaction, reads do not wait, and each write is a separate transaction. */
function connect(file: SqliteFile, turns: Turns): DatabaseConnection {
  const writeAlone = async <R>(query: CompiledQuery) => {
    const end = await file.begin();
    try {
      const result = file.writer.execute<R>(query);
      runCommand(file, 'COMMIT');
      return result;
    } finally {
      rollback(file);
      end();
    }
  };
  const connection: DatabaseConnection = {
    async executeQuery<R>(query: CompiledQuery) {
      if (turns.has(connection)) return file.writer.execute<R>(query);
      return isRead(query) ? file.reader.execute<R>(query) : writeAlone<R>(query);
    },
    async *streamQuery<R>({ sql, parameters }: CompiledQuery, chunkSize: number) {
      const from = turns.has(connection) ? file.writer : file.reader;
      // Not a cached statement: a concurrent use would restart it.
      let rows: R[] = [];
      for (const row of from.database.prepare(sql).iterate(...(parameters as readonly string[]))) {
        if (rows.push(row as R) < chunkSize) continue;
        yield { rows };
        rows = [];
      }
      if (rows.length > 0) yield { rows };
    },
  };
  return connection;
}

function createDriver(file: SqliteFile): Driver {
  const turns: Turns = new Map();
  return {
    init: async () => undefined,
    acquireConnection: async () => connect(file, turns),
    beginTransaction: async (connection) => {
      turns.set(connection, await file.begin());
    },
    commitTransaction: async () => runCommand(file, 'COMMIT'),
    rollbackTransaction: async () => rollback(file),
    releaseConnection: async (connection) => {
      turns.get(connection)?.();
      turns.delete(connection);
    },
    destroy: () => file.close(),
  };
}

class Adapter extends SqliteAdapter {
  /** Kysely would lend one connection at a time; this driver queues writers itself. */
  override get supportsMultipleConnections(): boolean {
    return true;
  }

  /** Lets `Migrator` run inside our transaction, which `BEGIN IMMEDIATE` locks against other processes. */
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

/** Kysely dialect over node:sqlite: transactions take turns on the write connection, everything else reads concurrently. */
export const createSqliteDialect = (file: SqliteFile): Dialect => ({
  createDriver: () => createDriver(file),
  createQueryCompiler: () => new SqliteQueryCompiler(),
  createAdapter: () => new Adapter(),
  createIntrospector: (db) => new SqliteIntrospector(db),
});
