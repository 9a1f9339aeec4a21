/** Error or warning with the fix that the engine proposes, which may name commands. */
interface Fixable {
  readonly code?: string | null | undefined;
  readonly fix?: string | null | undefined;
}

/** Fixes in terms of the studio, by the code of an error whose own fix names a command or an option. */
export const STUDIO_FIXES: Readonly<Record<string, string>> = {
  ABSENT_HIDDEN: 'If they no longer exist, select “Close missing findings” on the run.',
  ABSENT_NOT_CLOSED:
    'Select “Run now (full)” of the connection from the commands. Only a complete full run without warnings and rejects can close missing findings.',
  ABSENT_TOO_MANY: 'If this is expected, select “Close missing findings” on the run.',
  CONNECTION_BUSY: 'Wait for the run to finish, or select “Cancel” on the run.',
  CONNECTION_CHANGED: 'Reload the page to see the current version, then apply your change again.',
  CONNECTION_EXISTS: 'Choose another name, or select “Edit” on the existing connection.',
  CONNECTION_INACTIVE: 'Select “Edit” on the connection, and activate it in the second step.',
  CONNECTION_PAUSED: 'Select “Resume” on the connection, or “Rotate key” to enter new credentials.',
  CONNECTION_UNKNOWN: 'Choose a connection of the list under “Connections”.',
  CONNECTION_UNTESTED: 'Select “Test connection”, then save within 15 minutes.',
  CONSENT_UNUSED: 'Enter its credentials in the settings; the guide of the connector lists them.',
  ENUM_UNMAPPED: 'Choose a target value for it in the value table of the map.',
  INTERRUPTED: 'Select “Resume” on the run: it continues where it stopped.',
  MAP_CHANGED: 'Reload the page to see the current version, then apply your change again.',
  MAP_EXISTS: 'Choose another name, or edit the existing map.',
  MAP_IN_USE: 'Select another map for these connections first, in their tab “Transform map”.',
  MAP_READ_ONLY: 'Select “Clone”, edit the clone, and select it for the connection.',
  MAP_UNKNOWN: 'Choose a map of the tab “Transform map” of the connection.',
  OUT_OF_MEMORY:
    'Lower the page size of the stream, or start the studio with more memory, then select “Resume” on the run.',
  PAUSED_BY_HAND: 'Select “Resume” on the connection.',
  QUERY_PAGE_INVALID: 'Return to the first page of the list.',
  RATE_LIMITED:
    'Select “Resume” on the run after that time, or lower the rate limit in the manifest. To wait longer, raise "retry.maxDelay" in its defaults.',
  RETRY_BUDGET_SPENT: 'Select “Resume” on the run later: the vendor is unstable.',
  RUN_BUDGET_SPENT:
    'Select “Resume” on the run: it continues where it stopped. If the account needs more, raise "budget" in the manifest\'s defaults.',
  RUN_NOT_OPEN: 'Select “Run now” on the connection.',
  RUN_NOT_RETRIED: 'Select “Run now” on the connection.',
  RUN_OPEN: 'Wait for that run to finish, or select “Cancel” on it.',
  RUN_UNKNOWN: 'Choose a run of the list under “Runs”.',
  SECRET_BOUND_ELSEWHERE:
    'Enter the secret again where you change the host, or select “Rotate key”: a secret is only sent to the host that it was entered for.',
  SECRET_UNREADABLE: 'Select “Rotate key” on the connection, and enter the secret again.',
  SECRET_UNSEALED:
    'Declare the setting with "writeOnly": true in the manifest again. If it is not a secret, select “Edit” on the connection and enter it again.',
  SLICE_ABANDONED: 'Check the memory and logs of the workers, then select “Resume” on the run.',
  STATE_UNREADABLE: 'Select “Run now (full)” of the connection from the commands to start over.',
  VENDOR_UNAVAILABLE: 'Select “Resume” on the run later: the vendor has a problem, your settings do not.',
};

/** Parts of fixes that also contain details of the error. */
const REPLACED: readonly (readonly [RegExp, string])[] = [
  [/Run mapwright validate to list all problems\.$/, 'The mapping screen marks all problems.'],
  [/mapwright docs <connector> lists/, 'the guide of the connector lists'],
  [
    /Check its state with mapwright connection show, then try again\.$/,
    'Reload the page to see its state, then try again.',
  ],
  [/Change other settings with mapwright connection edit --set\.$/, 'Change other settings with “Edit”.'],
];

/** Returns the fix of an error in terms of the studio's buttons, or else the engine's. */
export function formatFix({ code, fix }: Fixable): string | undefined {
  if (typeof code === 'string' && Object.hasOwn(STUDIO_FIXES, code)) return STUDIO_FIXES[code];
  return REPLACED.reduce((text, [from, to]) => text?.replace(from, to), fix ?? undefined)?.trim();
}
