import { CompiledQuery } from 'kysely';
import type { Store, Tx } from '../store.ts';
import { postgresSchema } from './schema.ts';

/** Result of partitioning. */
export interface Partitioning {
  readonly partitions: number;
  /** Findings that were moved; 0 if the table was partitioned before. */
  readonly findings: number;
  /** False if the table was partitioned before, into `partitions`. */
  readonly changed: boolean;
}

/** Running workers stop the partitioning after this time instead of waiting behind it. */
const LOCK = "SET LOCAL lock_timeout = '30s'";

const execute = async <R>(tx: Tx, text: string) => tx.executeQuery<R>(CompiledQuery.raw(text));

async function countPartitions(tx: Tx): Promise<number | undefined> {
  const { rows } = await execute<{ partitions: number }>(
    tx,
    `SELECT count(i.inhrelid) AS partitions FROM pg_partitioned_table AS p LEFT JOIN pg_inherits AS i ON i.inhparent = p.partrelid
      WHERE p.partrelid = 'finding'::regclass GROUP BY p.partrelid`,
  );
  return rows[0]?.partitions;
}

/** Definitions of the indexes except the primary key, which has to contain the connection. */
async function listIndexes(tx: Tx): Promise<readonly string[]> {
  const { rows } = await execute<{ definition: string }>(
    tx,
    `SELECT pg_get_indexdef(indexrelid) AS definition FROM pg_index
      WHERE indrelid = 'finding'::regclass AND NOT indisprimary ORDER BY indexrelid`,
  );
  return rows.map(({ definition }) => definition);
}

/** Creates the partitioned table beside the present one, which becomes `finding_whole`. */
const create = (partitions: number): readonly string[] => [
  'ALTER TABLE finding RENAME TO finding_whole',
  `CREATE TABLE finding (LIKE finding_whole INCLUDING DEFAULTS INCLUDING IDENTITY INCLUDING STORAGE)
    PARTITION BY HASH (connection_id)`,
  ...Array.from(
    { length: partitions },
    (_, at) =>
      `CREATE TABLE finding_${at} PARTITION OF finding FOR VALUES WITH (MODULUS ${partitions}, REMAINDER ${at})`,
  ),
];

/** Replaces the present table after its rows are copied. Ids of deleted rows are not used again. */
const replace = (indexes: readonly string[]): readonly string[] => [
  `SELECT setval(pg_get_serial_sequence('finding', 'id'), nextval(pg_get_serial_sequence('finding_whole', 'id')))`,
  'DROP TABLE finding_whole',
  'ALTER TABLE finding ADD PRIMARY KEY (connection_id, id)',
  'CREATE INDEX finding_id ON finding (id)',
  ...indexes,
  'ANALYZE finding',
];

/**
 * Partitions the table of findings by the hash of their connection, in one transaction that keeps other programs out. Needs
 * space for a second copy of the table until it ends. Privileges on the table have to be granted again. Throws STORE_LOCKED
 * if other programs use the table.
 */
export const partitionFindings = (store: Store, partitions: number): Promise<Partitioning> =>
  store.transaction(async (tx) => {
    for (const statement of [...postgresSchema.lock, LOCK]) await execute(tx, statement);
    const present = await countPartitions(tx);
    if (present !== undefined) return { partitions: present, findings: 0, changed: false };
    await execute(tx, 'LOCK TABLE finding IN ACCESS EXCLUSIVE MODE');
    const indexes = await listIndexes(tx);
    for (const statement of create(partitions)) await execute(tx, statement);
    const { numAffectedRows = 0n } = await execute(
      tx,
      'INSERT INTO finding OVERRIDING SYSTEM VALUE SELECT * FROM finding_whole ORDER BY id',
    );
    for (const statement of replace(indexes)) await execute(tx, statement);
    return { partitions, findings: Number(numAffectedRows), changed: true };
  });
