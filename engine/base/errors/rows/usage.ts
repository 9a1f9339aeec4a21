import type { ErrorRow } from '../row.ts';

/** Output of `formatSuggestion`: a sentence with a leading space, or nothing. */
const hint = (meant: unknown) => `${meant ?? ''}`;

export const USAGE_ERRORS = {
  USAGE: {
    stage: 'usage',
    httpStatus: 422,
    message: (d: { problem: string }) => `${d.problem}`,
    fix: 'Run the command with --help to see its options.',
  },
  CONNECTOR_UNKNOWN: {
    stage: 'usage',
    httpStatus: 404,
    message: (d: { connector: string }) => `connector not found: "${d.connector}"`,
    fix: (d: { meant?: string | undefined }) =>
      `Use an id from the catalogue (mapwright list), or the path of a manifest.json or of its folder.${hint(d.meant)}`,
  },
  CONFIG_UNREADABLE: {
    stage: 'usage',
    httpStatus: 422,
    message: (d: { file: string; reason: string }) => `cannot read the config file ${d.file}: ${d.reason}`,
    fix: 'Set --config to the path of a readable JSON file with at least {"settings": {…}}.',
  },
  CONFIG_INVALID: {
    stage: 'usage',
    httpStatus: 422,
    message: (d: { path: string; problem: string }) => `invalid config at ${d.path || '/'}: ${d.problem}`,
    fix: (d: { fix?: string | undefined }) =>
      `${d.fix ?? 'Correct the config; run mapwright docs <connector> to list the settings.'}`,
  },
  CATALOG_UNREADABLE: {
    stage: 'usage',
    httpStatus: 422,
    message: (d: { file: string; reason: string }) => `cannot read the catalog ${d.file}: ${d.reason}`,
    fix: 'Set --catalog to the path of a readable JSON file that selects streams of "discover".',
  },
  CATALOG_INVALID: {
    stage: 'usage',
    httpStatus: 422,
    message: (d: { path: string; problem: string }) => `invalid catalog at ${d.path || '/'}: ${d.problem}`,
    fix: (d: { fix?: string | undefined }) => `${d.fix ?? 'Create the catalog again from the output of "discover".'}`,
  },
  PROTOCOL_STATE_INVALID: {
    stage: 'usage',
    httpStatus: 422,
    message: (d: { path: string; problem: string }) => `invalid state at ${d.path || '/'}: ${d.problem}`,
    fix: 'Pass the last states of the previous sync unchanged, or reset the state to read everything again.',
  },
  SETTING_MISSING: {
    stage: 'usage',
    httpStatus: 422,
    message: (d: { setting: string }) => `missing setting "${d.setting}"`,
    fix: (d: { setting: string }) =>
      `Add "${d.setting}" under "settings" in the config; mapwright docs <connector> explains where to find it.`,
  },
  SECRET_TOO_SHORT: {
    stage: 'usage',
    httpStatus: 422,
    message: (d: { setting: string }) => `the secret "${d.setting}" has fewer than 8 characters`,
    fix: (d: { setting: string }) =>
      `Give "${d.setting}" a value of at least 8 characters; change it at the vendor first if it is shorter there. A shorter secret occurs in records by chance and cannot be redacted in them.`,
  },
  SETTING_UNRESOLVED: {
    stage: 'usage',
    httpStatus: 422,
    message: (d: { setting: string; source: string; reason: string }) =>
      `cannot resolve the setting "${d.setting}" from ${d.source}: ${d.reason}`,
    fix: 'Set the environment variable, correct the file path, or provide the value on standard input, depending on the source of the setting.',
  },
  FILTER_MALFORMED: {
    stage: 'usage',
    httpStatus: 422,
    message: (d: { stream: string; syntax: string; problem: string; position?: number | undefined }) =>
      `invalid ${d.syntax} filter for "${d.stream}"${d.position === undefined ? '' : ` at character ${d.position}`}: ${d.problem}`,
    fix: (d: { example: string }) => `Use this form: ${d.example}`,
  },
  FILTER_UNKNOWN: {
    stage: 'usage',
    httpStatus: 422,
    message: (d: { stream: string }) => `the stream "${d.stream}" does not support filters`,
    fix: (d: { streams?: string | undefined; meant?: string | undefined }) =>
      `${d.streams ? `Filter one of these streams: ${d.streams}.` : 'Remove "filters" from the config: this connector does not support filters.'}${hint(d.meant)}`,
  },
  SELECT_UNKNOWN: {
    stage: 'usage',
    httpStatus: 422,
    message: (d: { value: string; kind: string }) => `"${d.value}" is not one of the connector's ${d.kind}`,
    fix: (d: { choices: string; meant?: string | undefined }) => `Use one of: ${d.choices}.${hint(d.meant)}`,
  },
  DESTINATION_INVALID: {
    stage: 'usage',
    httpStatus: 422,
    message: (d: { to: string }) => `invalid destination "${d.to}"`,
    fix: (d: { destinations: string }) => `Set --to to one of ${d.destinations}.`,
  },
  DESTINATION_UNSUITABLE: {
    stage: 'usage',
    httpStatus: 422,
    message: (d: { destination: string }) =>
      `the destination ${d.destination} contains assets and findings only, and the connector produces neither`,
    fix: 'Set --to to ndjson:<dir>, stdout or a store, or map a stream to asset or finding.',
  },
  SAMPLE_UNREADABLE: {
    stage: 'usage',
    httpStatus: 422,
    message: (d: { file: string; reason: string }) => `cannot read the sample ${d.file}: ${d.reason}`,
    fix: 'Set --sample to a JSON file (a response body, a list of items, or one item), or to - for standard input.',
  },
  IMPORT_UNREADABLE: {
    stage: 'usage',
    httpStatus: 422,
    message: (d: { source: string; reason: string }) => `cannot import ${d.source}: ${d.reason}`,
    fix: (d: { form: string }) => `Pass ${d.form}.`,
  },
  STORE_URL_INVALID: {
    stage: 'usage',
    httpStatus: 422,
    message: (d: { from: string }) => `invalid store URL in ${d.from}`,
    fix: 'Use sqlite:<file> or postgres://user@host:port/database.',
  },
  STORE_MISSING: {
    stage: 'usage',
    httpStatus: 422,
    message: (d: { file: string }) => `store not found: ${d.file}`,
    fix: 'Specify the store with --store or DATABASE_URL, or create one: run a sync with --to sqlite:<file>, or create a connection.',
  },
} as const satisfies Record<string, ErrorRow>;
