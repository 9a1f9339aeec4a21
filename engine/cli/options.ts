import { DESTINATION_USAGES, EXPORT_USAGES } from '../base/format/index.ts';

/** What an option takes: nothing, one text, several (given again or separated by commas), or a whole number. */
interface Kinds {
  readonly flag: boolean;
  readonly text: string;
  readonly list: readonly string[];
  readonly count: number;
}

interface OptionRow {
  readonly kind: keyof Kinds;
  /** What stands for the value in the help. */
  readonly value?: string;
  readonly summary: string;
  /** Environment variable that gives it as well. */
  readonly env?: string;
  /** `list` only: commas separate, too. */
  readonly commas?: true;
}

/** Every option of every command: one word means one thing everywhere. */
const OPTIONS = {
  config: { kind: 'text', value: 'file', summary: "the connection's config: settings, filters, what to sync" },
  to: { kind: 'list', value: 'destination', summary: `${DESTINATION_USAGES}; may be given several times` },
  state: { kind: 'text', value: 'file', summary: 'keep cursors and progress here, to read only changes next time' },
  full: { kind: 'flag', summary: 'read everything: ignore the saved cursors' },
  select: { kind: 'list', value: 'stream,…', summary: 'only these streams and what they need', commas: true },
  set: { kind: 'list', value: 'key=value', summary: 'override the config: settings.<name>=… or filters.<stream>=…' },
  concurrency: {
    kind: 'count',
    value: 'n',
    summary: 'requests of a sync, or parts of runs that a worker does, at one time',
  },
  'allow-private-network': {
    kind: 'flag',
    summary: 'let requests reach private addresses and plain http',
    env: 'MAPWRIGHT_ALLOW_PRIVATE_NETWORK',
  },
  record: { kind: 'text', value: 'folder/case', summary: 'write the exchanges, without secrets, as a case for test' },
  json: { kind: 'flag', summary: 'print JSON, and nothing else, on stdout' },
  quiet: { kind: 'flag', summary: 'show no progress' },
  fix: { kind: 'flag', summary: 'write older manifests in the newest version' },
  verbose: { kind: 'flag', summary: 'tell more, such as which expressions are not compiled' },
  map: { kind: 'text', value: 'name', summary: "one of the manifest's maps" },
  sample: {
    kind: 'text',
    value: 'file',
    summary: 'a response body, a list of items, or one item; - for standard input',
  },
  update: { kind: 'flag', summary: 'write what was mapped as what is expected' },
  dir: { kind: 'text', value: 'folder', summary: 'where to write it' },
  'set-env': {
    kind: 'list',
    value: 'setting=NAME',
    summary: 'take a setting, such as a secret, from an environment variable',
  },
  'set-file': { kind: 'list', value: 'setting=file', summary: 'take a setting, such as a secret, from a file' },
  'set-stdin': { kind: 'text', value: 'setting', summary: 'take a setting, such as a secret, from standard input' },
  unset: { kind: 'list', value: 'key', summary: 'take away settings.<name> or filters.<stream>' },
  name: { kind: 'text', value: 'name', summary: 'its name, which no other has' },
  like: {
    kind: 'text',
    value: 'connection',
    summary: 'as another connection is, with its secrets, but for what other options say',
  },
  description: { kind: 'text', value: 'text', summary: 'what it is for, at most 164 characters' },
  'asset-types': {
    kind: 'list',
    value: 'type,…',
    summary: 'only these asset types; "all" or "none", too',
    commas: true,
  },
  'finding-types': {
    kind: 'list',
    value: 'type,…',
    summary: 'only these finding types; "all" or "none", too',
    commas: true,
  },
  'use-map': {
    kind: 'list',
    value: 'map=name',
    summary: "a transform map of your own in place of the connector's; map=default for the connector's",
  },
  at: { kind: 'text', value: 'time', summary: 'run once, at this local time: 2026-12-01T02:30' },
  every: { kind: 'text', value: 'interval', summary: 'run every so often: "6 hours", "1 day", "2 weeks", "1 month"' },
  cron: { kind: 'text', value: 'expression', summary: 'run at the times of a cron expression: "30 2 * * MON-FRI"' },
  start: { kind: 'text', value: 'time', summary: 'no run before this: 2026-12-01 or 2026-12-01T02:30' },
  end: { kind: 'text', value: 'time', summary: 'no run after this: 2027-12-01 or 2027-12-01T02:30' },
  zone: {
    kind: 'text',
    value: 'zone',
    summary: "time zone of the schedule, such as Europe/Berlin; this machine's otherwise",
  },
  unscheduled: { kind: 'flag', summary: 'take the schedule away: run by hand alone' },
  'manual-only': { kind: 'flag', summary: 'keep the schedule, but run by hand alone' },
  scheduled: { kind: 'flag', summary: 'run by the schedule again: the end of --manual-only' },
  active: { kind: 'flag', summary: 'it may run' },
  inactive: { kind: 'flag', summary: 'it may not run' },
  'preserve-absent': { kind: 'flag', summary: 'findings that the vendor no longer lists stay as they are' },
  'close-absent': { kind: 'flag', summary: 'findings that the vendor no longer lists become FIXED' },
  force: { kind: 'flag', summary: 'save without a passed Test Connection; the audit log says so' },
  revision: { kind: 'count', value: 'n', summary: 'only when it is still at this revision' },
  inventory: { kind: 'text', value: 'keep|remove', summary: 'what becomes of its assets and findings' },
  yes: { kind: 'flag', summary: 'do not ask' },
  count: { kind: 'count', value: 'n', summary: 'how many' },
  spec: { kind: 'text', value: 'file', summary: 'a JSON file with the map; - for standard input' },
  with: { kind: 'text', value: 'map', summary: 'the map to compare with; the one that it was cloned from otherwise' },
  samples: { kind: 'list', value: 'file', summary: "payloads to map; the connector's recorded cases otherwise" },
  subject: { kind: 'text', value: 'subject', summary: 'only of this: connection:<name or id>, map:<id>, store' },
  detach: { kind: 'flag', summary: 'start it and leave the work to workers' },
  store: {
    kind: 'text',
    value: 'url',
    summary: 'sqlite:<file> or postgres://… (or DATABASE_URL); else ./mapwright.db, else your own',
  },
  query: { kind: 'text', value: 'query', summary: 'only what satisfies it; everything otherwise' },
  sort: {
    kind: 'text',
    value: 'field',
    summary: 'a field, with - before it the largest first (--sort=-severity); -risk otherwise',
  },
  limit: { kind: 'count', value: 'n', summary: 'at most so many; 50 otherwise' },
  after: { kind: 'text', value: 'page', summary: 'go on behind the page that said so' },
  facets: { kind: 'flag', summary: 'count them by severity, status, product, source, … in place of listing them' },
  format: { kind: 'text', value: 'format', summary: EXPORT_USAGES },
  port: {
    kind: 'text',
    value: 'n',
    summary: 'the port to listen on; the studio takes 4747, or any that is free, otherwise',
  },
  host: { kind: 'text', value: 'address', summary: 'the address to listen on; 127.0.0.1 otherwise' },
  'tls-cert': { kind: 'text', value: 'file', summary: 'serve https with this certificate (PEM)' },
  'tls-key': { kind: 'text', value: 'file', summary: 'the private key of --tls-cert (PEM)' },
  'behind-proxy': {
    kind: 'text',
    value: 'url',
    summary: 'a proxy serves the studio over https at this URL: https://studio.example.com',
  },
  open: { kind: 'flag', summary: 'open it in the browser' },
  write: { kind: 'flag', summary: 'let the studio write manifests and cases' },
  'no-worker': { kind: 'flag', summary: 'leave runs to mapwright worker' },
  demo: { kind: 'flag', summary: 'simulated vendors and made-up data: no account, no network' },
} as const satisfies Readonly<Record<string, OptionRow>>;

export type OptionName = keyof typeof OPTIONS;

/** The values of the options that were given. */
export type Options = { readonly [Name in OptionName]?: Kinds[(typeof OPTIONS)[Name]['kind']] };

/** A row of the table with all that a row may have. */
export const getOption = (name: OptionName): OptionRow => OPTIONS[name];
