import type { Row } from '../row.ts';

export const RUN_ERRORS = {
  INTERRUPTED: {
    area: 'run',
    message: () => 'the run was interrupted',
    fix: 'Run the same command again: with --state it goes on where it stopped.',
  },
  STATE_UNREADABLE: {
    area: 'run',
    message: (d) => `the state file ${d['file']} cannot be used: ${d['reason']}`,
    fix: 'Restore it from a backup, or run once with --full to begin anew.',
  },
  STATE_OF_ANOTHER: {
    area: 'run',
    message: (d) => `the state file ${d['file']} belongs to ${d['connector']}`,
    fix: 'Give each connection a state file of its own.',
  },
  RUN_LOCKED: {
    area: 'run',
    message: (d) => `another run is using ${d['file']}`,
    fix: 'Wait for it to end; if it was killed, the lock frees itself.',
  },
  RUN_BUDGET_SPENT: {
    area: 'run',
    message: (d) => `the run used up its budget of ${d['budget']}`,
    fix: 'Run again: with --state it goes on where it stopped. If the account really is so large, raise "budget" in the manifest\'s defaults.',
  },
  REQUEST_NOT_RECORDED: {
    area: 'run',
    message: (d) => `the engine asked for ${d['request']}, which the recording does not hold${d['near'] ?? ''}`,
    fix: 'Record the case again, or correct the manifest so that it asks as recorded.',
  },
} as const satisfies Record<string, Row>;
