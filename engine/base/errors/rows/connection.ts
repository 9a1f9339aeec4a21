import type { Row } from '../row.ts';

/** Errors of saved connections, their secrets, schedules and maps. What the user wrote wrong is of the area usage: exit 2. */
export const CONNECTION_ERRORS = {
  KEY_MISSING: {
    area: 'usage',
    message: (d) => `there is no key to open the stored secrets with: ${d['where']}`,
    fix: 'Set MAPWRIGHT_KEY (32 bytes in base64, e.g. of: openssl rand -base64 32), or MAPWRIGHT_KEY_FILE to a file that holds it.',
  },
  KEY_INVALID: {
    area: 'usage',
    message: (d) => `${d['source']} holds no usable key: ${d['problem']}`,
    fix: 'Give 32 bytes in base64, e.g. of: openssl rand -base64 32. Older keys may follow, one a line or after a comma.',
  },
  KEY_WRONG: {
    area: 'usage',
    message: (d) => `the stored secrets were sealed with the key ${d['wanted']}, and only ${d['present']} is given`,
    fix: 'Give the key that sealed them; after a change of keys, give the new one first and the old one after it, then run mapwright db rekey.',
  },
  SECRET_UNREADABLE: {
    area: 'platform',
    message: (d) => `the stored secret "${d['field']}" of ${d['connection']} cannot be opened: it was altered`,
    fix: 'Enter the secret again, in the studio or with mapwright connection rotate.',
  },
  SECRET_BOUND_ELSEWHERE: {
    area: 'platform',
    message: (d) =>
      `the secret "${d['field']}" of ${d['connection']} was entered for ${d['bound']}, and would now be sent to ${d['asked']}`,
    fix: 'Enter the secret again, in the same command as the new host (--set-env, --set-file), or with mapwright connection rotate: a secret is never sent to a host that it was not entered for.',
  },
  SECRET_UNSEALED: {
    area: 'platform',
    message: (d) =>
      `the setting "${d['field']}" of ${d['connection']} is stored as a secret, but the manifest does not declare it as one`,
    fix: (d) =>
      `Declare "${d['field']}" with "writeOnly": true in the manifest again. If it is no secret, enter it again as a plain setting with mapwright connection edit --set.`,
  },
  CONNECTION_UNKNOWN: {
    area: 'usage',
    message: (d) => `there is no connection "${d['connection']}"`,
    fix: (d) => `See mapwright connection list.${d['meant'] ?? ''}`,
  },
  CONNECTION_EXISTS: {
    area: 'usage',
    message: (d) => `there is a connection "${d['connection']}" already`,
    fix: 'Give it a name of its own, or change the other one with mapwright connection edit.',
  },
  CONNECTION_INVALID: {
    area: 'usage',
    message: (d) => `the connection is not valid at ${d['path'] || '/'}: ${d['problem']}`,
    fix: (d) => `${d['fix']}`,
  },
  CONNECTION_UNTESTED: {
    area: 'usage',
    message: () => 'Test Connection has not passed for exactly these settings in the last 15 minutes',
    fix: 'Run Test Connection and save within 15 minutes; where nobody can wait for it, --force saves without, and the audit log says so.',
  },
  CONNECTION_CHANGED: {
    area: 'platform',
    message: (d) => `the connection "${d['connection']}" was changed by another meanwhile`,
    fix: 'Look at it again with mapwright connection show, and make your change to what it is now.',
  },
  CONNECTION_BUSY: {
    area: 'platform',
    message: (d) => `a run of the connection "${d['connection']}" is going on`,
    fix: 'Wait for it to end, or cancel it with mapwright runs cancel.',
  },
  CONNECTION_PAUSED: {
    area: 'platform',
    message: (d) => `the connection "${d['connection']}" is paused (${d['code']}): ${d['reason']}`,
    fix: (d) =>
      d['rotate']
        ? 'Enter new credentials with mapwright connection rotate; that ends the pause, too.'
        : 'Run mapwright connection resume first.',
  },
  CONNECTION_INACTIVE: {
    area: 'platform',
    message: (d) => `the connection "${d['connection']}" is inactive`,
    fix: 'Make it active with mapwright connection edit <name> --active.',
  },
  PAUSED_BY_HAND: {
    area: 'platform',
    message: (d) => `it was paused by ${d['by']}`,
    fix: 'Run mapwright connection resume when it may run again.',
  },
  SECRET_IN_ARGUMENT: {
    area: 'usage',
    message: (d) => `"${d['setting']}" is a secret, and an argument is seen by others and kept in the shell's history`,
    fix: (d) =>
      `Give it with --set-env ${d['setting']}=NAME, --set-file ${d['setting']}=<path> or --set-stdin ${d['setting']}; and change it at the vendor, if it was real.`,
  },
  CHECK_FAILED: {
    area: 'platform',
    message: (d) => `Test Connection failed at "${d['check']}" (${d['code']}): nothing was saved`,
    fix: (d) => `${d['fix']}`,
  },
  ANSWER_NEEDED: {
    area: 'usage',
    message: (d) => `${d['question']}, and there is no terminal to ask on`,
    fix: (d) => `${d['fix']}`,
  },
  SECRET_UNKNOWN: {
    area: 'usage',
    message: (d) => `"${d['field']}" is not a secret of this connector`,
    fix: (d) =>
      `Its secrets are: ${d['secrets']}.${d['meant'] ?? ''} Other settings are changed with mapwright connection edit --set.`,
  },
  MAP_INVALID: {
    area: 'usage',
    message: (d) => `the map is not valid at ${d['path'] || '/'}: ${d['problem']}`,
    fix: (d) => `${d['fix']}`,
  },
  MAP_UNREADABLE: {
    area: 'usage',
    message: (d) => `the map ${d['file']} cannot be read: ${d['reason']}`,
    fix: 'Give --spec a JSON file as mapwright map show prints it, or - for standard input.',
  },
  MAP_EXISTS: {
    area: 'usage',
    message: (d) => `there is a transform map "${d['map']}" already`,
    fix: 'Give it a name of its own, or change the other one with mapwright map edit.',
  },
  MAP_READ_ONLY: {
    area: 'usage',
    message: (d) => `"${d['map']}" is a connector's own map and cannot be changed`,
    fix: 'Clone it with mapwright map clone, edit the clone, and choose it for a connection.',
  },
  MAP_IN_USE: {
    area: 'usage',
    message: (d) => `the map "${d['map']}" is used by ${d['connections']}`,
    fix: 'Choose another map for them first, with mapwright connection edit <name> --use-map <map>=default.',
  },
  MAP_CHANGED: {
    area: 'platform',
    message: (d) => `the map "${d['map']}" was changed by another meanwhile`,
    fix: 'Look at it again with mapwright map show, and make your change to what it is now.',
  },
  MAP_UNKNOWN: {
    area: 'usage',
    message: (d) => `there is no transform map "${d['map']}"`,
    fix: (d) => `See mapwright map list.${d['meant'] ?? ''}`,
  },
  SCHEDULE_INVALID: {
    area: 'usage',
    message: (d) => `the schedule is not valid at ${d['path'] || '/'}: ${d['problem']}`,
    fix: (d) => `${d['fix']}`,
  },
  AUDIT_BROKEN: {
    area: 'platform',
    message: (d) => `the audit log was altered: entry ${d['seq']} does not follow the one before it`,
    fix: 'Compare it with a backup of the store; what was done before that entry still stands as it was written.',
  },
  STATE_ILLEGAL: {
    area: 'platform',
    message: (d) => `a connection cannot go from ${d['from']} to ${d['to']}`,
    fix: (d) => `${d['fix'] ?? 'Look at its state with mapwright connection show, and try again.'}`,
  },
} as const satisfies Record<string, Row>;
