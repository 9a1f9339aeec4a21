import type { ErrorRow } from '../row.ts';

export const RUN_ERRORS = {
  INTERRUPTED: {
    stage: 'run',
    httpStatus: 422,
    message: () => 'the run was interrupted',
    fix: 'Run the same command again: with --state it resumes where it stopped.',
  },
  STATE_UNREADABLE: {
    stage: 'run',
    httpStatus: 422,
    message: (d: { file: string; reason: string }) => `invalid state file ${d.file}: ${d.reason}`,
    fix: 'Restore it from a backup, or run once with --full to start over.',
  },
  STATE_OF_ANOTHER: {
    stage: 'run',
    httpStatus: 422,
    message: (d: { file: string; connector: string }) => `the state file ${d.file} belongs to ${d.connector}`,
    fix: 'Use a separate state file for each connection.',
  },
  RUN_LOCKED: {
    stage: 'run',
    httpStatus: 422,
    message: (d: { file: string }) => `another run is using ${d.file}`,
    fix: 'Wait for it to finish; the lock of a killed run is released automatically.',
  },
  RUN_BUDGET_SPENT: {
    stage: 'run',
    httpStatus: 422,
    message: (d: { budget: string }) => `the run exhausted its budget of ${d.budget}`,
    fix: 'Run again: with --state it resumes where it stopped. If the account needs more, raise "budget" in the manifest\'s defaults.',
  },
  ALL_PARTITIONS_SKIPPED: {
    stage: 'run',
    httpStatus: 422,
    message: (d: { count: number; example: string }) =>
      `all ${d.count} partitions were skipped, for example: ${d.example}`,
    fix: 'Check the permissions of the account. If the vendor answers so for partitions without data, end their pages with an error rule ("action": "endOfPages").',
  },
  OUT_OF_MEMORY: {
    stage: 'run',
    httpStatus: 500,
    message: (d: { used: number; limit: number }) => `out of memory: ${d.used} MB of ${d.limit} MB in use`,
    fix: 'Raise the limit with NODE_OPTIONS=--max-old-space-size=<MB>, or lower --concurrency or the page size, then run again: with --state it resumes.',
  },
  RECORDING_HOLDS_SECRET: {
    stage: 'run',
    httpStatus: 422,
    message: (d: { path: string }) => `the recording was not written: it still contains a secret at ${d.path || '/'}`,
    fix: 'Remove the secret from filters, from settings that are not declared as secrets and from the case name, then record again.',
  },
  REQUEST_NOT_RECORDED: {
    stage: 'run',
    httpStatus: 422,
    message: (d: { request: string; near?: string | undefined }) =>
      `the recording does not contain the request ${d.request}${d.near ?? ''}`,
    fix: 'Record the case again, or correct the manifest so that it sends the recorded requests.',
  },
} as const satisfies Record<string, ErrorRow>;
