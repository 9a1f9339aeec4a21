import type { ErrorRow } from '../row.ts';

export const RUN_ERRORS = {
  INTERRUPTED: {
    stage: 'run',
    httpStatus: 422,
    message: () => 'the run was interrupted',
    fix: 'Run the same command again: with --state it goes on where it stopped.',
  },
  STATE_UNREADABLE: {
    stage: 'run',
    httpStatus: 422,
    message: (d: { file: string; reason: string }) => `the state file ${d.file} cannot be used: ${d.reason}`,
    fix: 'Restore it from a backup, or run once with --full to begin anew.',
  },
  STATE_OF_ANOTHER: {
    stage: 'run',
    httpStatus: 422,
    message: (d: { file: string; connector: string }) => `the state file ${d.file} belongs to ${d.connector}`,
    fix: 'Give each connection a state file of its own.',
  },
  RUN_LOCKED: {
    stage: 'run',
    httpStatus: 422,
    message: (d: { file: string }) => `another run is using ${d.file}`,
    fix: 'Wait for it to end; if it was killed, the lock frees itself.',
  },
  RUN_BUDGET_SPENT: {
    stage: 'run',
    httpStatus: 422,
    message: (d: { budget: string }) => `the run used up its budget of ${d.budget}`,
    fix: 'Run again: with --state it goes on where it stopped. If the account really is so large, raise "budget" in the manifest\'s defaults.',
  },
  OUT_OF_MEMORY: {
    stage: 'run',
    httpStatus: 500,
    message: (d: { used: number; limit: number }) =>
      `the program was stopped because its memory is used up: ${d.used} MB of ${d.limit} MB`,
    fix: 'Give it more with NODE_OPTIONS=--max-old-space-size=<MB>, or lower --concurrency or the page size. Run again: with --state it resumes.',
  },
  RECORDING_HOLDS_SECRET: {
    stage: 'run',
    httpStatus: 422,
    message: (d: { path: string }) => `the recording was not written: it still contains a secret at ${d.path || '/'}`,
    fix: 'Remove the secret from filters, from settings that are not secret and from the name of the case, then record again.',
  },
  REQUEST_NOT_RECORDED: {
    stage: 'run',
    httpStatus: 422,
    message: (d: { request: string; near?: string | undefined }) =>
      `the engine asked for ${d.request}, which the recording does not hold${d.near ?? ''}`,
    fix: 'Record the case again, or correct the manifest so that it asks as recorded.',
  },
} as const satisfies Record<string, ErrorRow>;
