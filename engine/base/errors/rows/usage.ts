import type { ErrorRow } from '../row.ts';

/** What `formatSuggestion` gave: a sentence with a space before it, or nothing. */
const hint = (meant: unknown) => `${meant ?? ''}`;

export const USAGE_ERRORS = {
  USAGE: {
    stage: 'usage',
    httpStatus: 422,
    message: (d: { problem: string }) => `${d.problem}`,
    fix: 'See --help for the command and its options.',
  },
  CONNECTOR_UNKNOWN: {
    stage: 'usage',
    httpStatus: 404,
    message: (d: { connector: string }) => `there is no connector "${d.connector}"`,
    fix: (d: { meant?: string | undefined }) =>
      `Give an id of the catalogue (mapwright list), or the path of a manifest.json or of its folder.${hint(d.meant)}`,
  },
  CONFIG_UNREADABLE: {
    stage: 'usage',
    httpStatus: 422,
    message: (d: { file: string; reason: string }) => `the config file ${d.file} cannot be read: ${d.reason}`,
    fix: 'Give --config the path of a readable JSON file with at least {"settings": {…}}.',
  },
  CONFIG_INVALID: {
    stage: 'usage',
    httpStatus: 422,
    message: (d: { path: string; problem: string }) => `the config is not valid at ${d.path || '/'}: ${d.problem}`,
    fix: (d: { fix?: string | undefined }) =>
      `${d.fix ?? 'Correct the config; mapwright docs <connector> lists its settings.'}`,
  },
  SETTING_MISSING: {
    stage: 'usage',
    httpStatus: 422,
    message: (d: { setting: string }) => `the setting "${d.setting}" is missing`,
    fix: (d: { setting: string }) =>
      `Put "${d.setting}" under "settings" in the config; mapwright docs <connector> says where to get it.`,
  },
  SETTING_UNRESOLVED: {
    stage: 'usage',
    httpStatus: 422,
    message: (d: { setting: string; source: string; reason: string }) =>
      `the setting "${d.setting}" points to ${d.source}, which ${d.reason}`,
    fix: 'Set the environment variable, correct the file path, or give it on standard input, as the setting says.',
  },
  FILTER_MALFORMED: {
    stage: 'usage',
    httpStatus: 422,
    message: (d: { stream: string; syntax: string; problem: string; position?: number | undefined }) =>
      `the filter of "${d.stream}" is not a valid ${d.syntax} expression: ${d.problem}${d.position === undefined ? '' : ` (at character ${d.position})`}`,
    fix: (d: { example: string }) => `Write it like: ${d.example}`,
  },
  FILTER_UNKNOWN: {
    stage: 'usage',
    httpStatus: 422,
    message: (d: { stream: string }) => `"${d.stream}" cannot be filtered`,
    fix: (d: { streams?: string | undefined; meant?: string | undefined }) =>
      `${d.streams ? `This connector takes filters on: ${d.streams}.` : 'This connector takes no filters: remove "filters" from the config.'}${hint(d.meant)}`,
  },
  SELECT_UNKNOWN: {
    stage: 'usage',
    httpStatus: 422,
    message: (d: { value: string; kind: string }) => `"${d.value}" is not one of this connector's ${d.kind}`,
    fix: (d: { choices: string; meant?: string | undefined }) => `Choose among: ${d.choices}.${hint(d.meant)}`,
  },
  DESTINATION_INVALID: {
    stage: 'usage',
    httpStatus: 422,
    message: (d: { to: string }) => `"${d.to}" is not a destination`,
    fix: (d: { destinations: string }) => `Give --to one of ${d.destinations}.`,
  },
  SAMPLE_UNREADABLE: {
    stage: 'usage',
    httpStatus: 422,
    message: (d: { file: string; reason: string }) => `the sample ${d.file} cannot be read: ${d.reason}`,
    fix: 'Give --sample a JSON file (a response body, a list of items, or one item), or - for standard input.',
  },
  STORE_URL_INVALID: {
    stage: 'usage',
    httpStatus: 422,
    message: (d: { from: string }) => `${d.from} does not name a store`,
    fix: 'Write sqlite:<file>, or postgres://user@host:port/database.',
  },
  STORE_MISSING: {
    stage: 'usage',
    httpStatus: 422,
    message: (d: { file: string }) => `there is no store at ${d.file}`,
    fix: 'Name the store with --store or DATABASE_URL, or make one: run a sync with --to sqlite:<file>, or create a connection.',
  },
} as const satisfies Record<string, ErrorRow>;
