import type { ErrorRow } from '../row.ts';

/** Errors of saved connections, their secrets, schedules and maps. What the user wrote wrong is of the area usage: exit 2. */
export const CONNECTION_ERRORS = {
  KEY_MISSING: {
    stage: 'usage',
    httpStatus: 422,
    message: (d: { where: string }) => `there is no key to open the stored secrets with: ${d.where}`,
    fix: 'Set MAPWRIGHT_KEY (32 bytes in base64, e.g. of: openssl rand -base64 32), or MAPWRIGHT_KEY_FILE to a file that holds it.',
  },
  KEY_INVALID: {
    stage: 'usage',
    httpStatus: 422,
    message: (d: { source: string; problem: string }) => `${d.source} holds no usable key: ${d.problem}`,
    fix: 'Give 32 bytes in base64, e.g. of: openssl rand -base64 32. Older keys may follow, one a line or after a comma.',
  },
  KEY_WRONG: {
    stage: 'usage',
    httpStatus: 422,
    message: (d: { wanted: string; present: string }) =>
      `the stored secrets were sealed with the key ${d.wanted}, and only ${d.present} is given`,
    fix: 'Give the key that sealed them; after a change of keys, give the new one first and the old one after it, then run mapwright db rekey.',
  },
  SECRET_UNREADABLE: {
    stage: 'platform',
    httpStatus: 422,
    message: (d: { field: string; connection: string }) =>
      `the stored secret "${d.field}" of ${d.connection} cannot be opened: it was altered`,
    fix: 'Enter the secret again, in the studio or with mapwright connection rotate.',
  },
  SECRET_BOUND_ELSEWHERE: {
    stage: 'platform',
    httpStatus: 409,
    message: (d: { field: string; connection: string; bound: string; asked: string }) =>
      `the secret "${d.field}" of ${d.connection} was entered for ${d.bound}, and would now be sent to ${d.asked}`,
    fix: 'Enter the secret again, in the same command as the new host (--set-env, --set-file), or with mapwright connection rotate: a secret is never sent to a host that it was not entered for.',
  },
  SECRET_UNSEALED: {
    stage: 'platform',
    httpStatus: 409,
    message: (d: { field: string; connection: string }) =>
      `the setting "${d.field}" of ${d.connection} is stored as a secret, but the manifest does not declare it as one`,
    fix: (d: { field: string; connection: string }) =>
      `Declare "${d.field}" with "writeOnly": true in the manifest again. If it is no secret, enter it again as a plain setting with mapwright connection edit --set.`,
  },
  CONNECTION_UNKNOWN: {
    stage: 'usage',
    httpStatus: 404,
    message: (d: { connection: string }) => `there is no connection "${d.connection}"`,
    fix: (d: { meant?: string | undefined }) => `See mapwright connection list.${d.meant ?? ''}`,
  },
  CONNECTION_EXISTS: {
    stage: 'usage',
    httpStatus: 409,
    message: (d: { connection: string }) => `there is a connection "${d.connection}" already`,
    fix: 'Give it a name of its own, or change the other one with mapwright connection edit.',
  },
  CONNECTION_INVALID: {
    stage: 'usage',
    httpStatus: 422,
    message: (d: { path: string; problem: string }) => `the connection is not valid at ${d.path || '/'}: ${d.problem}`,
    fix: (d: { fix: string }) => `${d.fix}`,
  },
  CONNECTION_UNTESTED: {
    stage: 'usage',
    httpStatus: 409,
    message: () => 'Test Connection has not passed for exactly these settings in the last 15 minutes',
    fix: 'Run Test Connection and save within 15 minutes; where nobody can wait for it, --force saves without, and the audit log says so.',
  },
  CONNECTION_CHANGED: {
    stage: 'platform',
    httpStatus: 409,
    message: (d: { connection: string }) => `the connection "${d.connection}" was changed by another meanwhile`,
    fix: 'Look at it again with mapwright connection show, and make your change to what it is now.',
  },
  CONNECTION_BUSY: {
    stage: 'platform',
    httpStatus: 409,
    message: (d: { connection: string }) => `a run of the connection "${d.connection}" is going on`,
    fix: 'Wait for it to end, or cancel it with mapwright runs cancel.',
  },
  CONNECTION_PAUSED: {
    stage: 'platform',
    httpStatus: 409,
    message: (d: { connection: string; code: string; reason: string }) =>
      `the connection "${d.connection}" is paused (${d.code}): ${d.reason}`,
    fix: (d: { rotate?: boolean }) =>
      d.rotate
        ? 'Enter new credentials with mapwright connection rotate; that ends the pause, too.'
        : 'Run mapwright connection resume first.',
  },
  CONNECTION_INACTIVE: {
    stage: 'platform',
    httpStatus: 409,
    message: (d: { connection: string }) => `the connection "${d.connection}" is inactive`,
    fix: 'Make it active with mapwright connection edit <name> --active.',
  },
  PAUSED_BY_HAND: {
    stage: 'platform',
    httpStatus: 422,
    message: (d: { by: string }) => `it was paused by ${d.by}`,
    fix: 'Run mapwright connection resume when it may run again.',
  },
  SECRET_IN_ARGUMENT: {
    stage: 'usage',
    httpStatus: 422,
    message: (d: { setting: string }) =>
      `"${d.setting}" is a secret, and an argument is seen by others and kept in the shell's history`,
    fix: (d: { setting: string }) =>
      `Give it with --set-env ${d.setting}=NAME, --set-file ${d.setting}=<path> or --set-stdin ${d.setting}; and change it at the vendor, if it was real.`,
  },
  CHECK_FAILED: {
    stage: 'platform',
    httpStatus: 422,
    message: (d: { check: string; code: string }) =>
      `Test Connection failed at "${d.check}" (${d.code}): nothing was saved`,
    fix: (d: { fix: string }) => `${d.fix}`,
  },
  ANSWER_NEEDED: {
    stage: 'usage',
    httpStatus: 422,
    message: (d: { question: string }) => `${d.question}, and there is no terminal to ask on`,
    fix: (d: { fix: string }) => `${d.fix}`,
  },
  SECRET_UNKNOWN: {
    stage: 'usage',
    httpStatus: 422,
    message: (d: { field: string }) => `"${d.field}" is not a secret of this connector`,
    fix: (d: { secrets: string; meant?: string | undefined }) =>
      `Its secrets are: ${d.secrets}.${d.meant ?? ''} Other settings are changed with mapwright connection edit --set.`,
  },
  MAP_INVALID: {
    stage: 'usage',
    httpStatus: 422,
    message: (d: { path: string; problem: string }) => `the map is not valid at ${d.path || '/'}: ${d.problem}`,
    fix: (d: { fix: string }) => `${d.fix}`,
  },
  MAP_UNREADABLE: {
    stage: 'usage',
    httpStatus: 422,
    message: (d: { file: string; reason: string }) => `the map ${d.file} cannot be read: ${d.reason}`,
    fix: 'Give --spec a JSON file as mapwright map show prints it, or - for standard input.',
  },
  MAP_EXISTS: {
    stage: 'usage',
    httpStatus: 409,
    message: (d: { map: string }) => `there is a transform map "${d.map}" already`,
    fix: 'Give it a name of its own, or change the other one with mapwright map edit.',
  },
  MAP_READ_ONLY: {
    stage: 'usage',
    httpStatus: 403,
    message: (d: { map: string }) => `"${d.map}" is a connector's own map and cannot be changed`,
    fix: 'Clone it with mapwright map clone, edit the clone, and choose it for a connection.',
  },
  MAP_IN_USE: {
    stage: 'usage',
    httpStatus: 409,
    message: (d: { map: string; connections: string }) => `the map "${d.map}" is used by ${d.connections}`,
    fix: 'Choose another map for them first, with mapwright connection edit <name> --use-map <map>=default.',
  },
  MAP_CHANGED: {
    stage: 'platform',
    httpStatus: 409,
    message: (d: { map: string }) => `the map "${d.map}" was changed by another meanwhile`,
    fix: 'Look at it again with mapwright map show, and make your change to what it is now.',
  },
  MAP_UNKNOWN: {
    stage: 'usage',
    httpStatus: 404,
    message: (d: { map: string }) => `there is no transform map "${d.map}"`,
    fix: (d: { meant?: string | undefined }) => `See mapwright map list.${d.meant ?? ''}`,
  },
  SCHEDULE_INVALID: {
    stage: 'usage',
    httpStatus: 422,
    message: (d: { path: string; problem: string }) => `the schedule is not valid at ${d.path || '/'}: ${d.problem}`,
    fix: (d: { fix: string }) => `${d.fix}`,
  },
  AUDIT_BROKEN: {
    stage: 'platform',
    httpStatus: 422,
    message: (d: { seq: number }) => `the audit log was altered: entry ${d.seq} does not follow the one before it`,
    fix: 'Compare it with a backup of the store; what was done before that entry still stands as it was written.',
  },
  STATE_ILLEGAL: {
    stage: 'platform',
    httpStatus: 422,
    message: (d: { from: string; to: string }) => `a connection cannot go from ${d.from} to ${d.to}`,
    fix: (d: { fix?: string | undefined }) =>
      `${d.fix ?? 'Look at its state with mapwright connection show, and try again.'}`,
  },
} as const satisfies Record<string, ErrorRow>;
