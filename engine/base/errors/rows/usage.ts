import type { Row } from '../row.ts';

/** What `didYouMean` gave: a sentence with a space before it, or nothing. */
const hint = (meant: unknown) => `${meant ?? ''}`;

export const USAGE_ERRORS = {
  USAGE: { area: 'usage', message: (d) => `${d['problem']}`, fix: 'See --help for the command and its options.' },
  CONNECTOR_UNKNOWN: {
    area: 'usage',
    message: (d) => `there is no connector "${d['connector']}"`,
    fix: (d) =>
      `Give an id of the catalogue (mapwright list), or the path of a manifest.json or of its folder.${hint(d['meant'])}`,
  },
  CONFIG_UNREADABLE: {
    area: 'usage',
    message: (d) => `the config file ${d['file']} cannot be read: ${d['reason']}`,
    fix: 'Give --config the path of a readable JSON file with at least {"settings": {…}}.',
  },
  CONFIG_INVALID: {
    area: 'usage',
    message: (d) => `the config is not valid at ${d['path'] || '/'}: ${d['problem']}`,
    fix: (d) => `${d['fix'] ?? 'Correct the config; mapwright docs <connector> lists its settings.'}`,
  },
  SETTING_MISSING: {
    area: 'usage',
    message: (d) => `the setting "${d['setting']}" is missing`,
    fix: (d) =>
      `Put "${d['setting']}" under "settings" in the config; mapwright docs <connector> says where to get it.`,
  },
  SETTING_UNRESOLVED: {
    area: 'usage',
    message: (d) => `the setting "${d['setting']}" points to ${d['source']}, which ${d['reason']}`,
    fix: 'Set the environment variable, correct the file path, or give it on standard input, as the setting says.',
  },
  FILTER_MALFORMED: {
    area: 'usage',
    message: (d) =>
      `the filter of "${d['stream']}" is not a valid ${d['syntax']} expression: ${d['problem']}${d['position'] === undefined ? '' : ` (at character ${d['position']})`}`,
    fix: (d) => `Write it like: ${d['example']}`,
  },
  FILTER_UNKNOWN: {
    area: 'usage',
    message: (d) => `"${d['stream']}" cannot be filtered`,
    fix: (d) =>
      `${d['streams'] ? `This connector takes filters on: ${d['streams']}.` : 'This connector takes no filters: remove "filters" from the config.'}${hint(d['meant'])}`,
  },
  SELECT_UNKNOWN: {
    area: 'usage',
    message: (d) => `"${d['value']}" is not one of this connector's ${d['kind']}`,
    fix: (d) => `Choose among: ${d['choices']}.${hint(d['meant'])}`,
  },
  DESTINATION_INVALID: {
    area: 'usage',
    message: (d) => `"${d['to']}" is not a destination`,
    fix: 'Give --to one of ndjson:<dir>, etm:<dir>, sqlite:<file>, postgres://…, stdout.',
  },
  SAMPLE_UNREADABLE: {
    area: 'usage',
    message: (d) => `the sample ${d['file']} cannot be read: ${d['reason']}`,
    fix: 'Give --sample a JSON file (a response body, a list of items, or one item), or - for standard input.',
  },
  STORE_URL_INVALID: {
    area: 'usage',
    message: (d) => `${d['from']} does not name a store`,
    fix: 'Write sqlite:<file>, or postgres://user@host:port/database.',
  },
  STORE_MISSING: {
    area: 'usage',
    message: (d) => `there is no store at ${d['file']}`,
    fix: 'Name the store with --store or DATABASE_URL, or make one: run a sync with --to sqlite:<file>, or create a connection.',
  },
} as const satisfies Record<string, Row>;
