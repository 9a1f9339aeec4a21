import type { StoreMigration } from './index.ts';

/** Columns for sorting and filtering lists, so that SQLite reads this index instead of the wide rows. */
const SHOWN = `severity, status, product, connection_id, external_asset_id, cwe, cve, first_found_at, name, component,
  cvss, epss, place, external_id, changed_at, gone_at`;

/** Indexes for lists by risk, and counts by asset, severity, status and product, each in index order. */
export const inventoryQueries: StoreMigration = {
  name: '0002-inventory-queries',
  statements: ({ carried }) => [
    `CREATE INDEX finding_shown ON finding (risk, id${carried(SHOWN)})`,
    'DROP INDEX finding_of_asset',
    'CREATE INDEX finding_of_asset ON finding (connection_id, external_asset_id, severity, status, product, cwe, risk)',
    'CREATE INDEX asset_by_risk ON asset (risk, id)',
  ],
};
