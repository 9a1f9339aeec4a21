import type { StoreMigration } from './index.ts';

/** Adds the records of all entities other than assets and findings, with the last sighting in a narrow table of its own. */
export const entityRecords: StoreMigration = {
  name: '0006-entity-records',
  statements: ({ id, integer, text, table, hotTable }) => [
    `CREATE TABLE entity_record (
      id ${id}, connection_id ${text} NOT NULL, external_id ${text} NOT NULL, entity ${text} NOT NULL, identity ${text},
      record ${text} NOT NULL, content_hash ${text} NOT NULL, first_seen_at ${integer} NOT NULL,
      changed_at ${integer} NOT NULL, run_id ${text} NOT NULL, gone_at ${integer},
      UNIQUE (connection_id, external_id)
    )${table}`,
    'CREATE INDEX entity_record_of_entity ON entity_record (entity, connection_id, id)',
    `CREATE TABLE entity_record_seen (
      record_id ${integer} PRIMARY KEY, run_id ${text} NOT NULL, seen_at ${integer} NOT NULL
    )${hotTable}`,
  ],
};
