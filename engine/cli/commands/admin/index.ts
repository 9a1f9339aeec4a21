import { defineCommand } from '../../command.ts';
import type { OptionName } from '../../options.ts';

const STORE: readonly OptionName[] = ['store', 'json'];

/** Administration commands: upcoming runs, risk formula, store, audit log. */
export const ADMIN_COMMANDS = [
  defineCommand({
    name: 'schedule next',
    summary: 'print the next runs of connections, or of a schedule given as options, in local time and UTC',
    arguments: [{ form: '[name]', summary: 'a connection (default: all)' }],
    options: ['count', 'at', 'every', 'cron', 'start', 'end', 'zone', ...STORE],
    examples: [
      'mapwright schedule next',
      'mapwright schedule next nightly --count 10',
      'mapwright schedule next --cron "30 2 * * MON-FRI" --zone Asia/Calcutta',
    ],
    load: async () => (await import('./schedule-next.ts')).scheduleNext,
  }),
  defineCommand({
    name: 'risk show',
    summary: 'print the current risk formula',
    options: STORE,
    load: async () => (await import('./risk.ts')).show,
  }),
  defineCommand({
    name: 'risk set',
    summary: 'set a custom risk formula: JSONata for findings, assets or both, each returning 0 to 100',
    arguments: [
      {
        form: '<file>',
        summary:
          'JSON: {"finding": "…", "asset": "…"}. Findings: severity, status, cvss, epss, criticality. Assets: worst, bad. - for standard input',
      },
    ],
    options: STORE,
    examples: [
      'mapwright risk set my-risk.json',
      `echo '{"finding": "status in [\\"FIXED\\", \\"IGNORED\\"] ? 0 : severity * 20"}' | mapwright risk set -`,
    ],
    load: async () => (await import('./risk.ts')).set,
  }),
  defineCommand({
    name: 'risk reset',
    summary: 'restore the published risk formula',
    options: STORE,
    load: async () => (await import('./risk.ts')).reset,
  }),
  defineCommand({
    name: 'db status',
    summary:
      'print the store version, pending migrations, the sizes of the tables, and the inventories that deleted connections left',
    options: STORE,
    load: async () => (await import('./db-status.ts')).status,
  }),
  defineCommand({
    name: 'db migrate',
    summary: 'apply pending migrations',
    options: STORE,
    load: async () => (await import('./db.ts')).migrate,
  }),
  defineCommand({
    name: 'db rekey',
    summary: 're-encrypt all secrets with the first key of MAPWRIGHT_KEY or the key file',
    options: STORE,
    load: async () => (await import('./db.ts')).rekey,
  }),
  defineCommand({
    name: 'db prune',
    summary:
      'remove old runs with their rejects and requests, replaced status history, and the raw items of records gone since then',
    requires: ['older-than'],
    options: ['dry-run', 'yes', ...STORE],
    examples: [
      'mapwright db prune --older-than "90 days" --dry-run',
      'mapwright db prune --older-than "90 days" --yes',
    ],
    load: async () => (await import('./db-prune.ts')).prune,
  }),
  defineCommand({
    name: 'db partition',
    summary:
      'rewrite the findings of a large PostgreSQL store as partitions by connection, 8 unless --partitions is given',
    options: ['partitions', 'yes', ...STORE],
    examples: ['mapwright db partition --partitions 16 --yes'],
    load: async () => (await import('./db-partition.ts')).partition,
  }),
  defineCommand({
    name: 'audit',
    summary: 'print the audit log, newest entry first, or verify that no entry was altered or removed',
    arguments: [{ form: '[verify]', summary: 'verify the log instead of printing it' }],
    options: ['count', 'subject', ...STORE],
    examples: ['mapwright audit --count 20', 'mapwright audit verify'],
    load: async () => (await import('./audit.ts')).audit,
  }),
] as const;
