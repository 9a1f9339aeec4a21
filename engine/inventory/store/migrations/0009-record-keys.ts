import type { StoreMigration } from './index.ts';

const TABLES = ['asset', 'finding', 'entity_record'] as const;

/**
 * Adds the key of each record and its content hash to the narrow table of sightings: writers find known and unchanged records
 * there and do not read the wide rows. Only the narrow tables are rewritten on PostgreSQL.
 */
export const recordKeys: StoreMigration = {
  name: '0009-record-keys',
  statements: ({ integer, text, key, recordKey, hotTable }) =>
    TABLES.flatMap((table) => [
      `CREATE TABLE ${table}_seen_next (
        record_id ${integer} PRIMARY KEY, run_id ${text} NOT NULL, seen_at ${integer} NOT NULL, key ${key} NOT NULL,
        content_hash ${text}
      )${hotTable}`,
      `INSERT INTO ${table}_seen_next (record_id, run_id, seen_at, key, content_hash)
        SELECT s.record_id, s.run_id, s.seen_at, ${recordKey('r.connection_id', 'r.external_id')},
          CASE WHEN r.gone_at IS NULL THEN r.content_hash END
        FROM ${table}_seen AS s JOIN ${table} AS r ON r.id = s.record_id ORDER BY s.record_id`,
      `DROP TABLE ${table}_seen`,
      `ALTER TABLE ${table}_seen_next RENAME TO ${table}_seen`,
      `CREATE UNIQUE INDEX ${table}_seen_key ON ${table}_seen (key)`,
      `ALTER TABLE ${table} DROP COLUMN content_hash`,
    ]),
};
