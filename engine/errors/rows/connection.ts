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
    fix: 'Enter the secret again with mapwright connection rotate.',
  },
  SECRET_BOUND_ELSEWHERE: {
    area: 'platform',
    message: (d) =>
      `the secret "${d['field']}" of ${d['connection']} was entered for ${d['bound']}, and would now be sent to ${d['asked']}`,
    fix: 'Enter the secret again with mapwright connection rotate: a secret is never sent to a host that it was not entered for.',
  },
  CONNECTION_UNKNOWN: {
    area: 'usage',
    message: (d) => `there is no connection "${d['connection']}"`,
    fix: (d) => `See mapwright connection list.${d['meant'] ?? ''}`,
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
  STATE_ILLEGAL: {
    area: 'platform',
    message: (d) => `a connection cannot go from ${d['from']} to ${d['to']}`,
    fix: (d) => `${d['fix'] ?? 'Look at its state with mapwright connection show, and try again.'}`,
  },
} as const satisfies Record<string, Row>;
