import type { ColumnTypes } from './column-types.ts';
import type { StoreMigration } from './index.ts';

const platform = ({ id, integer, text, table }: ColumnTypes): readonly string[] => [
  `CREATE TABLE connection (
    id ${text} PRIMARY KEY, name ${text} NOT NULL UNIQUE, description ${text} NOT NULL, connector ${text} NOT NULL,
    version ${text} NOT NULL, settings ${text} NOT NULL, "select" ${text} NOT NULL, filters ${text} NOT NULL,
    maps ${text} NOT NULL, schedule ${text} NOT NULL, manual_only ${integer} NOT NULL, active ${integer} NOT NULL,
    paused ${text}, preserve_absent ${integer} NOT NULL, state ${text} NOT NULL, next_run_at ${integer},
    last_run_id ${text}, cursors ${text} NOT NULL, tested_at ${integer}, created_at ${integer} NOT NULL,
    updated_at ${integer} NOT NULL, revision ${integer} NOT NULL
  )${table}`,
  'CREATE INDEX connection_due ON connection (next_run_at)',
  `CREATE TABLE secret (
    connection_id ${text} NOT NULL, field ${text} NOT NULL, origin ${text} NOT NULL, key_id ${text} NOT NULL,
    sealed ${text} NOT NULL, set_at ${integer} NOT NULL, PRIMARY KEY (connection_id, field)
  )${table}`,
  `CREATE TABLE session (
    connection_id ${text} PRIMARY KEY, session ${text}, kept ${text}, holder ${text},
    leased_until ${integer} NOT NULL, revision ${integer} NOT NULL
  )${table}`,
  `CREATE TABLE transform_map (
    id ${text} PRIMARY KEY, name ${text} NOT NULL UNIQUE, connector ${text} NOT NULL, map ${text} NOT NULL,
    version ${text} NOT NULL, spec ${text} NOT NULL, created_at ${integer} NOT NULL, updated_at ${integer} NOT NULL
  )${table}`,
  `CREATE TABLE check_result (
    settings_hash ${text} PRIMARY KEY, result ${text} NOT NULL, at ${integer} NOT NULL
  )${table}`,
  `CREATE TABLE audit (
    seq ${id}, at ${integer} NOT NULL, actor ${text} NOT NULL, action ${text} NOT NULL, subject ${text} NOT NULL,
    detail ${text} NOT NULL, previous ${text} NOT NULL UNIQUE, hash ${text} NOT NULL
  )${table}`,
  'CREATE INDEX audit_subject ON audit (subject, seq)',
];

const runs = ({ id, integer, real, text, table }: ColumnTypes): readonly string[] => [
  `CREATE TABLE run (
    id ${text} PRIMARY KEY, connection_id ${text} NOT NULL, reason ${text} NOT NULL, slot ${integer},
    state ${text} NOT NULL, setup ${text} NOT NULL, stage ${integer} NOT NULL, "full" ${integer} NOT NULL,
    cancelled ${integer} NOT NULL, created_at ${integer} NOT NULL, started_at ${integer}, finished_at ${integer},
    report ${text}, error ${text}
  )${table}`,
  'CREATE INDEX run_of_connection ON run (connection_id, created_at)',
  'CREATE INDEX run_by_state ON run (state, created_at)',
  `CREATE TABLE slice (
    id ${text} PRIMARY KEY, run_id ${text} NOT NULL, stage ${integer} NOT NULL, ordinal ${integer} NOT NULL,
    stream ${text} NOT NULL, part ${text} NOT NULL, state ${text} NOT NULL, attempt ${integer} NOT NULL,
    failures ${integer} NOT NULL, not_before ${integer} NOT NULL, checkpoint ${text}, worker ${text},
    leased_until ${integer}, started_at ${integer}, finished_at ${integer}, error ${text},
    UNIQUE (run_id, stage, ordinal)
  )${table}`,
  'CREATE INDEX slice_to_take ON slice (state, not_before)',
  `CREATE TABLE parent (
    run_id ${text} NOT NULL, stream ${text} NOT NULL, slice ${integer} NOT NULL, seq ${integer} NOT NULL,
    key ${text} NOT NULL, parent ${text} NOT NULL, PRIMARY KEY (run_id, stream, slice, seq)
  )${table}`,
  'CREATE UNIQUE INDEX parent_by_key ON parent (run_id, stream, key)',
  `CREATE TABLE reject (
    id ${id}, run_id ${text} NOT NULL, connection_id ${text} NOT NULL, slice_id ${text}, entity ${text} NOT NULL,
    stream ${text} NOT NULL, pointer ${text} NOT NULL, code ${text} NOT NULL, message ${text} NOT NULL,
    fix ${text} NOT NULL, item ${text} NOT NULL, scope ${text} NOT NULL, mended_at ${integer}
  )${table}`,
  'CREATE INDEX reject_of_run ON reject (run_id, id)',
  'CREATE INDEX reject_of_connection ON reject (connection_id, id)',
  `CREATE TABLE request (
    id ${id}, run_id ${text} NOT NULL, stream ${text} NOT NULL, at ${integer} NOT NULL, method ${text} NOT NULL,
    path ${text} NOT NULL, status ${integer}, ms ${real} NOT NULL, attempt ${integer} NOT NULL, error ${text}
  )${table}`,
  'CREATE INDEX request_of_run ON request (run_id, id)',
  `CREATE TABLE worker (
    id ${text} PRIMARY KEY, host ${text} NOT NULL, pid ${integer} NOT NULL, started_at ${integer} NOT NULL,
    seen_at ${integer} NOT NULL, stopping ${integer} NOT NULL
  )${table}`,
  `CREATE TABLE rate (key ${text} PRIMARY KEY, bucket ${text} NOT NULL)${table}`,
];

const inventory = ({ id, integer, real, text, bytes, table, hotTable }: ColumnTypes): readonly string[] => {
  const shared = `
    id ${id}, connection_id ${text} NOT NULL, external_id ${text} NOT NULL, name ${text} NOT NULL,
    record ${text} NOT NULL, content_hash ${text} NOT NULL, first_seen_at ${integer} NOT NULL,
    changed_at ${integer} NOT NULL, run_id ${text} NOT NULL, gone_at ${integer}, risk ${real}, raw ${bytes}`;
  const seen = `record_id ${integer} PRIMARY KEY, run_id ${text} NOT NULL, seen_at ${integer} NOT NULL`;
  return [
    `CREATE TABLE asset (${shared},
      source ${text} NOT NULL, vendor_asset_id ${text}, asset_type ${text} NOT NULL, criticality ${text}, url ${text},
      UNIQUE (connection_id, external_id)
    )${table}`,
    `CREATE TABLE finding (${shared},
      external_asset_id ${text} NOT NULL, product ${text} NOT NULL, severity ${integer} NOT NULL,
      status ${text} NOT NULL, vendor_status ${text} NOT NULL, cve ${text}, cwe ${text}, cvss ${real}, epss ${real},
      first_found_at ${integer}, last_found_at ${integer}, fixed_at ${integer}, sub_type ${text}, component ${text},
      place ${text},
      UNIQUE (connection_id, external_id)
    )${table}`,
    'CREATE INDEX finding_of_asset ON finding (connection_id, external_asset_id)',
    `CREATE TABLE asset_seen (${seen})${hotTable}`,
    `CREATE TABLE finding_seen (${seen})${hotTable}`,
    `CREATE TABLE finding_status (
      finding_id ${integer} NOT NULL, at ${integer} NOT NULL, run_id ${text} NOT NULL, status ${text} NOT NULL,
      reason ${text} NOT NULL
    )${table}`,
    'CREATE INDEX status_of_finding ON finding_status (finding_id, at)',
    `CREATE VIEW asset_identity AS
      SELECT source, coalesce(vendor_asset_id, external_id) AS vendor_key, min(id) AS asset_id, min(name) AS name,
        min(asset_type) AS asset_type, count(*) AS assets, count(DISTINCT connection_id) AS connections,
        min(first_seen_at) AS first_seen_at, max(changed_at) AS changed_at,
        CASE WHEN count(gone_at) = count(*) THEN max(gone_at) END AS gone_at, max(risk) AS risk
      FROM asset GROUP BY source, coalesce(vendor_asset_id, external_id)`,
  ];
};

/** Creates all tables of the first version. */
export const tables: StoreMigration = {
  name: '0001-tables',
  statements: (types) => [...platform(types), ...runs(types), ...inventory(types)],
};
