import type { ColumnKind, RecordTable } from '../inventory/columns.ts';
import { listWrittenColumns } from '../inventory/row.ts';

const NO_STATUS = "'' AS status, '' AS vendor_status";
const STATUSES = { asset: NO_STATUS, finding: 'status, vendor_status', entity_record: NO_STATUS } as const;

/** Columns that a row of a page contains in addition to those of its record. */
const PAGE_COLUMNS: readonly (readonly [name: string, kind: ColumnKind])[] = [
  ['id', 'integer'],
  ['connection_id', 'text'],
  ['run_id', 'text'],
  ['first_seen_at', 'integer'],
  ['changed_at', 'integer'],
];

/** Keys and content hashes as the rows `u`, with their positions. */
const UNNESTED = 'unnest($1::uuid[], $2::text[]) WITH ORDINALITY AS u(key, content_hash, position)';

/**
 * Statements of one table. All of them lock rows in key order, so that no two transactions deadlock. The transaction
 * whose update of `<table>_seen` takes effect has claimed the record for its run; the others count it as repeated. A
 * record exists once its sighting does: the key is unique there.
 */
const buildStatements = (table: RecordTable) => ({
  // The run is a column of `u`: compared with a parameter, statistics that know only this run would suggest a scan.
  claim: `UPDATE ${table}_seen AS s SET run_id = u.run_id, seen_at = $4::bigint
    FROM (SELECT *, $3::text AS run_id FROM ${UNNESTED} ORDER BY key) AS u
    WHERE s.key = u.key AND s.run_id <> u.run_id
    RETURNING u.position, s.record_id, s.content_hash IS NOT DISTINCT FROM u.content_hash AS unchanged`,
  // One value for all ids: reading them as rows would take longer than generating them.
  ids: `SELECT string_agg(nextval(s.name)::text, ',') AS ids
    FROM (SELECT pg_get_serial_sequence('${table}', 'id')::regclass AS name) AS s, generate_series(1, $1::integer)`,
  see: `INSERT INTO ${table}_seen (record_id, run_id, seen_at, key, content_hash)
    SELECT u.record_id, $4, $5::bigint, u.key, u.content_hash
    FROM unnest($1::uuid[], $2::text[], $3::bigint[]) AS u(key, content_hash, record_id) ORDER BY u.key
    ON CONFLICT (key) DO NOTHING`,
  added: `SELECT u.position FROM unnest($1::bigint[]) WITH ORDINALITY AS u(record_id, position)
    WHERE EXISTS (SELECT 1 FROM ${table}_seen AS s WHERE s.record_id = u.record_id)`,
  find: `SELECT u.position, s.record_id, s.content_hash IS NOT DISTINCT FROM u.content_hash AS unchanged,
    s.run_id = $3 AS repeated FROM ${UNNESTED} JOIN ${table}_seen AS s ON s.key = u.key`,
  read: `SELECT id, first_seen_at, gone_at, ${STATUSES[table]} FROM ${table} WHERE id = ANY($1::bigint[])`,
  lock: `SELECT record_id FROM ${table}_seen WHERE record_id = ANY($1::bigint[]) ORDER BY key FOR UPDATE`,
  records: `SELECT id, first_seen_at, record FROM ${table} WHERE id = ANY($1::bigint[])`,
  rehash: `UPDATE ${table}_seen AS s SET content_hash = u.content_hash
    FROM unnest($1::bigint[], $2::text[]) AS u(record_id, content_hash) WHERE s.record_id = u.record_id`,
  remove: `DELETE FROM ${table} WHERE id = ANY($1::bigint[])`,
  columns: [...PAGE_COLUMNS, ...listWrittenColumns(table)],
});

/** Statements of each table; exported for tests and benchmarks. */
export const INVENTORY_SQL = {
  asset: buildStatements('asset'),
  finding: buildStatements('finding'),
  entity_record: buildStatements('entity_record'),
};

/** Columns of the status history. */
export const STATUS_COLUMNS: readonly (readonly [name: string, kind: ColumnKind])[] = [
  ['finding_id', 'integer'],
  ['at', 'integer'],
  ['run_id', 'text'],
  ['status', 'text'],
  ['reason', 'text'],
];

/** Last status of each finding before a run. */
export const PRIOR = `SELECT DISTINCT ON (finding_id) finding_id, status, reason FROM finding_status
  WHERE finding_id = ANY($1::bigint[]) AND run_id <> $2 ORDER BY finding_id, at DESC`;
export const FORGET = 'DELETE FROM finding_status WHERE finding_id = ANY($1::bigint[]) AND run_id = $2';
