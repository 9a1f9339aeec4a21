import type { ErrorRow } from '../row.ts';

export const STORE_ERRORS = {
  STORE_UNREACHABLE: {
    stage: 'platform',
    httpStatus: 422,
    retryable: true,
    message: (d: { store: string; reason: string }) => `the store ${d.store} does not respond (${d.reason})`,
    fix: 'Check that PostgreSQL is running, that the host and port are correct, and that a firewall allows this machine.',
  },
  STORE_REFUSED: {
    stage: 'platform',
    httpStatus: 422,
    message: (d: { store: string; reason: string }) => `access to the store ${d.store} was denied (${d.reason})`,
    fix: 'Check the user, password and database in the URL, and that the user has permission to create tables.',
  },
  STORE_LOCKED: {
    stage: 'platform',
    httpStatus: 422,
    retryable: true,
    message: (d: { store: string; reason: string }) =>
      `the store ${d.store} is locked by another transaction (${d.reason})`,
    fix: 'Try again; if it persists, stop the process that keeps a transaction open.',
  },
  STORE_FULL: {
    stage: 'platform',
    httpStatus: 422,
    message: (d: { store: string; reason: string }) => `the store ${d.store} has no space left (${d.reason})`,
    fix: 'Free disk space, then run again; data that was already stored is intact.',
  },
  STORE_UNWRITABLE: {
    stage: 'platform',
    httpStatus: 422,
    message: (d: { store: string; reason: string }) => `cannot open the store ${d.store} for writing (${d.reason})`,
    fix: 'Check that this user can write to the file and its folder, or that the server is not a read-only replica.',
  },
  STORE_DAMAGED: {
    stage: 'platform',
    httpStatus: 422,
    message: (d: { store: string; reason: string }) =>
      `the store ${d.store} is corrupt or not a database (${d.reason})`,
    fix: 'Specify the correct file, or restore it from a backup together with its -wal file.',
  },
  STORE_NOT_MIGRATED: {
    stage: 'platform',
    httpStatus: 422,
    message: (d: { store: string; version: number; latest: number }) =>
      `the store ${d.store} has schema version ${d.version}, but this program requires ${d.latest}`,
    fix: 'Back up the store, then run mapwright db migrate.',
  },
  STORE_TOO_NEW: {
    stage: 'platform',
    httpStatus: 422,
    message: (d: { store: string; version: number; latest: number }) =>
      `the store ${d.store} has schema version ${d.version}, but this program supports versions up to ${d.latest}`,
    fix: 'Use the newer Mapwright release that migrated it; downgrading a store is not supported.',
  },
} as const satisfies Record<string, ErrorRow>;
