import type { ErrorRow } from '../row.ts';

export const STORE_ERRORS = {
  STORE_UNREACHABLE: {
    stage: 'platform',
    httpStatus: 422,
    retryable: true,
    message: (d: { store: string; reason: string }) => `the store ${d.store} does not answer (${d.reason})`,
    fix: 'Check that PostgreSQL runs there, that host and port are right, and that a firewall lets this machine through.',
  },
  STORE_REFUSED: {
    stage: 'platform',
    httpStatus: 422,
    message: (d: { store: string; reason: string }) => `the store ${d.store} refuses this user (${d.reason})`,
    fix: 'Check the user, the password and the database in the URL, and that the user may create tables there.',
  },
  STORE_LOCKED: {
    stage: 'platform',
    httpStatus: 422,
    retryable: true,
    message: (d: { store: string; reason: string }) => `the store ${d.store} is held by another program (${d.reason})`,
    fix: 'Try again; when it lasts, end the program that holds a transaction open there.',
  },
  STORE_FULL: {
    stage: 'platform',
    httpStatus: 422,
    message: (d: { store: string; reason: string }) => `the store ${d.store} has no space left (${d.reason})`,
    fix: 'Free space on the disk that it lies on; what was stored before is whole, and the run can be started again.',
  },
  STORE_UNWRITABLE: {
    stage: 'platform',
    httpStatus: 422,
    message: (d: { store: string; reason: string }) =>
      `the store ${d.store} cannot be opened for writing (${d.reason})`,
    fix: 'Check that the file and its folder exist and may be written by this user, or that the server is not a read-only copy.',
  },
  STORE_DAMAGED: {
    stage: 'platform',
    httpStatus: 422,
    message: (d: { store: string; reason: string }) => `the store ${d.store} is not a whole database (${d.reason})`,
    fix: 'Name the right file, or restore it from a backup, together with the -wal file beside it.',
  },
  STORE_NOT_MIGRATED: {
    stage: 'platform',
    httpStatus: 422,
    message: (d: { store: string; version: number; latest: number }) =>
      `the store ${d.store} is of version ${d.version}, this program needs ${d.latest}`,
    fix: 'Run mapwright db migrate once, after a backup.',
  },
  STORE_TOO_NEW: {
    stage: 'platform',
    httpStatus: 422,
    message: (d: { store: string; version: number; latest: number }) =>
      `the store ${d.store} is of version ${d.version}, this program knows up to ${d.latest}`,
    fix: 'Use the newer Mapwright that made it; a store is never taken back to an older version.',
  },
} as const satisfies Record<string, ErrorRow>;
