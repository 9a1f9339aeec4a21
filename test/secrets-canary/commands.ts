/** Command line to run in a folder from `folder.ts`. */
export interface CommandRow {
  readonly name: string;
  readonly args: readonly string[];
  /** Expected output without a fault, so that a command without effect fails the test. */
  readonly says: string;
  /** Runs in all situations and prints the expected result of each; by default it runs only without a fault. */
  readonly everywhere?: true;
}

const PRIVATE = '--allow-private-network';
const RUN = ['run', './connector', '--config', 'config.json', PRIVATE];

/** Commands that use or print a connection. The platform's commands are further rows. */
export const COMMANDS: readonly CommandRow[] = [
  {
    name: 'run',
    says: 'PROCESSED',
    args: [
      ...RUN,
      '--to',
      'ndjson:out',
      '--to',
      'etm:etm',
      '--to',
      'ocsf:ocsf',
      '--state',
      'state.json',
      '--record',
      'recorded/case',
      '--json',
    ],
    everywhere: true,
  },
  {
    name: 'check --json',
    says: '"ok": true',
    args: ['check', './connector', '--config', 'config.json', PRIVATE, '--json'],
  },
  { name: 'run --json', says: '"PROCESSED"', args: [...RUN, '--to', 'ndjson:out', '--json'] },
  { name: 'run --to stdout', says: 'externalFindingId', args: [...RUN, '--to', 'stdout'] },
  { name: 'check', says: 'TLS_NOT_USED', args: ['check', './connector', '--config', 'config.json', PRIVATE] },
  {
    name: 'check without the right to',
    says: 'EGRESS_BLOCKED',
    args: ['check', './connector', '--config', 'config.json'],
  },
  {
    name: 'airbyte check',
    says: 'SUCCEEDED',
    args: ['airbyte', 'check', './connector', '--config', 'config.json', PRIVATE],
  },
  {
    name: 'airbyte discover',
    says: 'CATALOG',
    args: ['airbyte', 'discover', './connector', '--config', 'by-value.json'],
  },
  {
    name: 'airbyte check with the key as the URL',
    says: 'FAILED',
    args: ['airbyte', 'check', './connector', '--config', 'as-url.json', PRIVATE],
  },
  { name: 'singer', says: 'RECORD', args: ['singer', './connector', '--config', 'by-value.json', PRIVATE] },
  {
    name: 'run with the key in a file',
    says: 'finding',
    args: [...RUN.map((word) => word.replace('config.json', 'by-file.json')), '--to', 'ndjson:out'],
  },
  {
    name: 'run with the key in the config',
    says: 'finding',
    args: [
      ...RUN.map((word) => word.replace('config.json', 'by-value.json')),
      '--to',
      'ndjson:out',
      '--state',
      'state.json',
    ],
  },
  {
    name: 'run with the key misplaced',
    says: 'SETTING_UNRESOLVED',
    args: [...RUN.map((word) => word.replace('config.json', 'misplaced.json')), '--to', 'ndjson:out'],
  },
  {
    name: 'run with a config that is no JSON',
    says: 'CONFIG_UNREADABLE',
    args: [...RUN.map((word) => word.replace('config.json', 'broken.json')), '--to', 'ndjson:out'],
  },
  {
    name: 'run with the key as the URL',
    says: 'error',
    args: [...RUN.map((word) => word.replace('config.json', 'as-url.json')), '--to', 'ndjson:out'],
  },
  {
    name: 'validate of a manifest that holds the key',
    says: 'settings/secret-value',
    args: ['validate', './leaky', '--json'],
  },
  { name: 'docs of a manifest that holds the key', says: 'MANIFEST_INVALID', args: ['docs', './leaky'] },
  {
    name: 'preview',
    says: 'FIELD_INVALID',
    args: ['preview', './connector', '--map', 'finding', '--sample', 'sample.json', '--json'],
  },
  { name: 'test', says: '[', args: ['test', './connector', '--json'] },
  { name: 'docs', says: '# Small', args: ['docs', './connector'] },
  { name: 'types', says: 'externalFindingId', args: ['types', './connector'] },
];
