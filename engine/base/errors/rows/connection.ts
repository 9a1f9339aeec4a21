import type { ErrorRow } from '../row.ts';

/** Errors of saved connections and their secrets, schedules and maps. Mistakes in user input have the stage usage: exit code 2. */
export const CONNECTION_ERRORS = {
  KEY_MISSING: {
    stage: 'usage',
    httpStatus: 422,
    message: (d: { where: string }) => `no encryption key for the stored secrets: ${d.where}`,
    fix: 'Set MAPWRIGHT_KEY to 32 bytes in base64 (for example from: openssl rand -base64 32), or MAPWRIGHT_KEY_FILE to a file that contains it.',
  },
  KEY_INVALID: {
    stage: 'usage',
    httpStatus: 422,
    message: (d: { source: string; problem: string }) => `invalid encryption key in ${d.source}: ${d.problem}`,
    fix: 'Use 32 bytes in base64 (for example from: openssl rand -base64 32). Older keys may follow, separated by commas or line breaks.',
  },
  KEY_WRONG: {
    stage: 'usage',
    httpStatus: 422,
    message: (d: { wanted: string; present: string }) =>
      `the stored secrets are encrypted with the key ${d.wanted}, but only ${d.present} is configured`,
    fix: 'Configure the key that encrypted them; to rotate keys, put the new key first and the old one after it, then run mapwright db rekey.',
  },
  SECRET_UNREADABLE: {
    stage: 'platform',
    httpStatus: 422,
    message: (d: { field: string; connection: string }) =>
      `cannot decrypt the stored secret "${d.field}" of ${d.connection}: it was altered`,
    fix: 'Enter the secret again, in the studio or with mapwright connection rotate.',
  },
  SECRET_BOUND_ELSEWHERE: {
    stage: 'platform',
    httpStatus: 409,
    message: (d: { field: string; connection: string; bound: string; asked: string }) =>
      `the secret "${d.field}" of ${d.connection} was entered for ${d.bound}, but would now be sent to ${d.asked}`,
    fix: 'Enter the secret again, either in the command that changes the host (--set-env, --set-file) or with mapwright connection rotate: a secret is only sent to the host that it was entered for.',
  },
  READ_HOST_REFUSED: {
    stage: 'platform',
    httpStatus: 409,
    message: (d: { connection: string; bound: string; asked: string }) =>
      `the test read would use the settings of ${d.connection} for ${d.asked}, but its secrets were entered for ${d.bound}`,
    fix: 'Type the settings for this read instead of using the connection, or correct the hosts in the manifest.',
  },
  SECRET_UNSEALED: {
    stage: 'platform',
    httpStatus: 409,
    message: (d: { field: string; connection: string }) =>
      `the setting "${d.field}" of ${d.connection} is stored as a secret, but the manifest does not declare it as one`,
    fix: (d: { field: string; connection: string }) =>
      `Declare "${d.field}" with "writeOnly": true in the manifest again. If it is not a secret, enter it again as a plain setting with mapwright connection edit --set.`,
  },
  CONNECTION_UNKNOWN: {
    stage: 'usage',
    httpStatus: 404,
    message: (d: { connection: string }) => `connection not found: "${d.connection}"`,
    fix: (d: { meant?: string | undefined }) => `List the connections with mapwright connection list.${d.meant ?? ''}`,
  },
  CONNECTION_AMBIGUOUS: {
    stage: 'usage',
    httpStatus: 409,
    message: (d: { connection: string; ids: string }) => `several deleted connections were named "${d.connection}"`,
    fix: (d: { connection: string; ids: string }) => `Use the id of one of them: ${d.ids}.`,
  },
  CONNECTION_EXISTS: {
    stage: 'usage',
    httpStatus: 409,
    message: (d: { connection: string }) => `a connection named "${d.connection}" already exists`,
    fix: 'Choose another name, or change the existing connection with mapwright connection edit.',
  },
  CONNECTION_INVALID: {
    stage: 'usage',
    httpStatus: 422,
    message: (d: { path: string; problem: string }) => `invalid connection at ${d.path || '/'}: ${d.problem}`,
    fix: (d: { fix: string }) => `${d.fix}`,
  },
  CONNECTION_UNTESTED: {
    stage: 'usage',
    httpStatus: 409,
    message: () => 'Test Connection has not passed with exactly these settings in the last 15 minutes',
    fix: 'Run Test Connection, then save within 15 minutes; in scripts, --force saves without a test and the audit log records it.',
  },
  CONNECTION_CHANGED: {
    stage: 'platform',
    httpStatus: 409,
    message: (d: { connection: string }) => `another user changed the connection "${d.connection}" in the meantime`,
    fix: 'Review the current version with mapwright connection show, then apply your change again.',
  },
  CONNECTION_BUSY: {
    stage: 'platform',
    httpStatus: 409,
    message: (d: { connection: string }) => `a run of the connection "${d.connection}" is in progress`,
    fix: 'Wait for it to finish, or cancel it with mapwright runs cancel.',
  },
  CONNECTION_PAUSED: {
    stage: 'platform',
    httpStatus: 409,
    message: (d: { connection: string; code: string; reason: string }) =>
      `the connection "${d.connection}" is paused (${d.code}): ${d.reason}`,
    fix: (d: { rotate?: boolean }) =>
      d.rotate
        ? 'Enter new credentials with mapwright connection rotate; this also resumes the connection.'
        : 'Resume it with mapwright connection resume.',
  },
  CONNECTION_INACTIVE: {
    stage: 'platform',
    httpStatus: 409,
    message: (d: { connection: string }) => `the connection "${d.connection}" is inactive`,
    fix: 'Activate it with mapwright connection edit <name> --active.',
  },
  PAUSED_BY_HAND: {
    stage: 'platform',
    httpStatus: 422,
    message: (d: { by: string }) => `paused manually by ${d.by}`,
    fix: 'Resume it with mapwright connection resume.',
  },
  SECRET_IN_ARGUMENT: {
    stage: 'usage',
    httpStatus: 422,
    message: (d: { setting: string }) =>
      `"${d.setting}" is a secret and must not be a command-line argument: other users and the shell history can see it`,
    fix: (d: { setting: string }) =>
      `Use --set-env ${d.setting}=NAME, --set-file ${d.setting}=<path> or --set-stdin ${d.setting}. If the value was real, rotate it at the vendor.`,
  },
  CHECK_FAILED: {
    stage: 'platform',
    httpStatus: 422,
    message: (d: { check: string; code: string }) =>
      `Test Connection failed at "${d.check}" (${d.code}); nothing was saved`,
    fix: (d: { fix: string }) => `${d.fix}`,
  },
  ANSWER_NEEDED: {
    stage: 'usage',
    httpStatus: 422,
    message: (d: { question: string }) => `${d.question}; cannot prompt without a terminal`,
    fix: (d: { fix: string }) => `${d.fix}`,
  },
  SECRET_UNKNOWN: {
    stage: 'usage',
    httpStatus: 422,
    message: (d: { field: string }) => `unknown secret "${d.field}" for this connector`,
    fix: (d: { secrets: string; meant?: string | undefined }) =>
      `Choose one of: ${d.secrets}.${d.meant ?? ''} Change other settings with mapwright connection edit --set.`,
  },
  MAP_INVALID: {
    stage: 'usage',
    httpStatus: 422,
    message: (d: { path: string; problem: string }) => `invalid map at ${d.path || '/'}: ${d.problem}`,
    fix: (d: { fix: string }) => `${d.fix}`,
  },
  MAP_UNREADABLE: {
    stage: 'usage',
    httpStatus: 422,
    message: (d: { file: string; reason: string }) => `cannot read the map ${d.file}: ${d.reason}`,
    fix: 'Set --spec to a JSON file in the format that mapwright map show prints, or to - for standard input.',
  },
  MAP_EXISTS: {
    stage: 'usage',
    httpStatus: 409,
    message: (d: { map: string }) => `a transform map named "${d.map}" already exists`,
    fix: 'Choose another name, or change the existing map with mapwright map edit.',
  },
  MAP_READ_ONLY: {
    stage: 'usage',
    httpStatus: 403,
    message: (d: { map: string }) => `the map "${d.map}" belongs to a connector and is read-only`,
    fix: 'Clone it with mapwright map clone, edit the clone, and select the clone for a connection.',
  },
  MAP_IN_USE: {
    stage: 'usage',
    httpStatus: 409,
    message: (d: { map: string; connections: string }) => `the map "${d.map}" is in use by ${d.connections}`,
    fix: 'Select another map for these connections first: mapwright connection edit <name> --use-map <map>=default.',
  },
  MAP_CHANGED: {
    stage: 'platform',
    httpStatus: 409,
    message: (d: { map: string }) => `another user changed the map "${d.map}" in the meantime`,
    fix: 'Review the current version with mapwright map show, then apply your change again.',
  },
  MAP_UNKNOWN: {
    stage: 'usage',
    httpStatus: 404,
    message: (d: { map: string }) => `transform map not found: "${d.map}"`,
    fix: (d: { meant?: string | undefined }) => `List the maps with mapwright map list.${d.meant ?? ''}`,
  },
  SCHEDULE_INVALID: {
    stage: 'usage',
    httpStatus: 422,
    message: (d: { path: string; problem: string }) => `invalid schedule at ${d.path || '/'}: ${d.problem}`,
    fix: (d: { fix: string }) => `${d.fix}`,
  },
  AUDIT_BROKEN: {
    stage: 'platform',
    httpStatus: 422,
    message: (d: { seq: number }) => `the audit log was altered: entry ${d.seq} does not follow the one before it`,
    fix: 'Compare the log with a backup of the store; the entries before this one are intact.',
  },
  STATE_ILLEGAL: {
    stage: 'platform',
    httpStatus: 422,
    message: (d: { from: string; to: string }) => `invalid connection state change from ${d.from} to ${d.to}`,
    fix: (d: { fix?: string | undefined }) =>
      `${d.fix ?? 'Check its state with mapwright connection show, then try again.'}`,
  },
} as const satisfies Record<string, ErrorRow>;
