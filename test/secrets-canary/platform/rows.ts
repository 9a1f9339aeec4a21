import { CANARIES } from '../canaries.ts';

/** Platform command line to run in the folder. `{run}` is the newest listed run. */
export interface PlatformRow {
  readonly args: readonly string[];
  /** Expected output without a fault, so that a command without effect fails the test. */
  readonly says: string;
  /** The command is a worker, which is stopped after the run reaches a final or waiting state. */
  readonly isWorker?: true;
  /** Runs in all situations; by default only without a fault. */
  readonly isEverywhere?: true;
}

const row = (line: string, says: string, ...more: readonly string[]): PlatformRow => ({
  args: [...line.split(' '), ...more],
  says,
});

const everywhere = (line: string, says: string, ...more: readonly string[]): PlatformRow => ({
  ...row(line, says, ...more),
  isEverywhere: true,
});

const CONFIG = ['--config', 'config.json', '--allow-private-network'];

/** Life of a connection in order: a run on a worker, a manual run, and all commands that print them. */
export const ROWS: readonly PlatformRow[] = [
  row('db migrate --json', 'migrations'),
  everywhere('connection create ./connector --name tested', 'TLS_NOT_USED', ...CONFIG),
  everywhere('connection create ./connector --name one --force --json', '"name": "one"', ...CONFIG),
  row('connection create ./connector --name untold --json --set', 'SECRET_IN_ARGUMENT', `settings.key=${CANARIES.key}`),
  row('connection create ./connector --name nobody --json --set-env', 'SETTING_UNRESOLVED', `key=${CANARIES.key}`),
  row('connection create ./connector --name nobody --config broken.json --json', 'CONFIG_UNREADABLE'),
  row('connection create ./connector --name nobody --config misplaced.json --json', 'SETTING_UNRESOLVED'),
  row('connection create ./connector --name nobody --config as-url.json --allow-private-network', 'error'),
  row('connection list', 'one'),
  row('connection list --json', '"secrets"'),
  row('connection show one', 'one'),
  everywhere('connection show one --json', '"set": true'),
  everywhere('connection test one --json --allow-private-network', '"ok": true'),
  row('connection test one', 'EGRESS_BLOCKED'),
  row('connection edit one --description', 'changed', 'changed'),
  row('connection edit one --json --set', 'SECRET_IN_ARGUMENT', `settings.key=${CANARIES.key}`),
  row('connection rotate one --set-file key=key.txt --force --json', '"revision": 3'),
  row('connection rotate one --allow-private-network --set-env', 'one', 'key=CANARY_KEY'),
  row('connection edit one --zone UTC --at', 'one', '2099-01-01T00:00'),
  row('schedule next one', 'one'),
  row('schedule next --json', '"slots"'),
  row('map list ./connector --json', 'finding'),
  row('map clone ./connector/finding --name mine --json', '"readOnly": false'),
  row('map show mine', 'externalFindingId'),
  row('map diff mine --samples sample.json --json', '"'),
  row('map edit mine --spec broken.json --json', 'error'),
  row('connection edit one --use-map finding=mine', 'one'),
  everywhere('connection run one --detach --json', '"run"', '--allow-private-network'),
  row('connection run one --detach --json', 'RUN_OPEN', '--allow-private-network'),
  {
    args: ['worker', '--port', '0', '--json', '--allow-private-network'],
    says: 'run-finished',
    isWorker: true,
    isEverywhere: true,
  },
  everywhere('runs list --json', '"PROCESSED"'),
  row('runs list one', 'PROCESSED'),
  row('runs show {run}', 'PROCESSED'),
  everywhere('runs show {run} --json', '"streams"'),
  everywhere('runs rejects {run} --json', '['),
  row('runs rejects {run}', 'no rejects'),
  row('runs retry {run} --detach --json --allow-private-network', '"remapped"'),
  row('runs cancel {run} --json', 'RUN_NOT_OPEN'),
  row('runs close-absent {run} --json', 'ABSENT_NOT_CLOSED'),
  row('assets --json', 'externalAssetId'),
  row('assets --facets', 'assets'),
  row('findings', 'n'),
  everywhere('findings --json', 'externalFindingId'),
  row('findings --facets --json', 'total'),
  ...['csv', 'ndjson', 'sarif', 'etm', 'ocsf'].map((format) => row(`export findings --format ${format}`, 'p1')),
  ...['csv', 'ndjson', 'etm'].map((format) => row(`export assets --format ${format} --to assets.${format}`, '')),
  row('connection pause one --json', 'PAUSED_BY_HAND'),
  row('connection run one --json', 'CONNECTION_PAUSED'),
  row('connection resume one', 'one'),
  row('db status --json', 'version'),
  row('db rekey --json', 'secrets'),
  row('db prune --older-than 90d --yes --json', 'rejects'),
  row('db partition --yes --json', 'partition'),
  everywhere('audit --json', 'connection.edit'),
  row('audit', 'connection'),
  row('audit verify --json', '"ok": true'),
];

/** Final commands, separate so that the store can be inspected before and after. */
export const LAST_ROWS: readonly PlatformRow[] = [
  row('connection run one --allow-private-network --json', '"PROCESSED"'),
  row('connection delete one --inventory keep --yes --json', 'keep'),
];
