import type { OptionName } from '../../options.ts';
import { defineCommand } from '../row.ts';

const STORE: readonly OptionName[] = ['store', 'json'];

/** What keeps the store and its connections in order. */
export const ADMIN_COMMANDS = [
  defineCommand({
    name: 'schedule next',
    summary: 'when a connection, or a schedule that is tried out, runs next: in local time and UTC',
    arguments: [{ form: '[name]', summary: 'a connection; all when absent' }],
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
    summary: 'how risk is scored: by your own formula, or by the published one',
    options: STORE,
    load: async () => (await import('./risk.ts')).show,
  }),
  defineCommand({
    name: 'risk set',
    summary: 'score risk by a formula of your own: JSON with JSONata for findings, assets or both, each from 0 to 100',
    arguments: [
      {
        form: '<file>',
        summary:
          '{"finding": "…", "asset": "…"}, over severity, status, cvss, epss, criticality and over worst, bad; - for standard input',
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
    summary: 'go back to the published formula',
    options: STORE,
    load: async () => (await import('./risk.ts')).reset,
  }),
  defineCommand({
    name: 'db status',
    summary: 'the version of the store, and what is still to come',
    options: STORE,
    load: async () => (await import('./db.ts')).status,
  }),
  defineCommand({
    name: 'db migrate',
    summary: 'bring the store to the version of this program',
    options: STORE,
    load: async () => (await import('./db.ts')).migrate,
  }),
  defineCommand({
    name: 'db rekey',
    summary:
      'wrap all secrets with the first key of MAPWRIGHT_KEY or the key file, so that older ones can be thrown away',
    options: STORE,
    load: async () => (await import('./db.ts')).rekey,
  }),
  defineCommand({
    name: 'audit',
    summary: 'who did what, newest first; "audit verify" checks that nothing was altered or taken away',
    arguments: [{ form: '[verify]', summary: 'the word verify' }],
    options: ['count', 'subject', ...STORE],
    examples: ['mapwright audit --count 20', 'mapwright audit verify'],
    load: async () => (await import('./audit.ts')).audit,
  }),
] as const;
