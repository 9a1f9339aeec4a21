import { DESTINATION_USAGES, EXPORT_USAGES } from '../base/format/index.ts';

/** Types of option values: no value, one string, several strings (repeated or comma-separated), or a whole number. */
interface Kinds {
  readonly flag: boolean;
  readonly text: string;
  readonly list: readonly string[];
  readonly count: number;
}

interface OptionRow {
  readonly kind: keyof Kinds;
  /** Placeholder of the value in the help. */
  readonly value?: string;
  readonly summary: string;
  /** Environment variable that sets the option. */
  readonly env?: string;
  /** `list` only: commas separate values. */
  readonly commas?: true;
}

/** Options of all commands. An option has the same meaning in every command. */
const OPTIONS = {
  config: { kind: 'text', value: 'file', summary: 'config file of the connection: settings, filters, selection' },
  to: { kind: 'list', value: 'destination', summary: `${DESTINATION_USAGES}; repeatable` },
  state: {
    kind: 'text',
    value: 'file',
    summary:
      'file with cursors and progress, so that the next run reads only changes; run writes it, protocols read it',
  },
  catalog: { kind: 'text', value: 'file', summary: 'streams to read, selected from the output of discover' },
  discover: { kind: 'flag', summary: 'print the catalog of streams instead of reading' },
  about: { kind: 'flag', summary: 'print the settings and capabilities of the connector instead of reading' },
  full: { kind: 'flag', summary: 'read everything and ignore stored cursors' },
  select: {
    kind: 'list',
    value: 'stream,…',
    summary: 'read only these streams and the streams that they need',
    commas: true,
  },
  set: { kind: 'list', value: 'key=value', summary: 'override the config: settings.<name>=… or filters.<stream>=…' },
  concurrency: {
    kind: 'count',
    value: 'n',
    summary: 'maximum concurrent requests of a sync, or slices of a worker',
  },
  'allow-private-network': {
    kind: 'flag',
    summary: 'allow requests to private addresses and over plain HTTP',
    env: 'MAPWRIGHT_ALLOW_PRIVATE_NETWORK',
  },
  record: {
    kind: 'text',
    value: 'folder/case',
    summary: 'record the requests and responses, without secrets, as a test case',
  },
  json: { kind: 'flag', summary: 'print only JSON on stdout' },
  quiet: { kind: 'flag', summary: 'hide progress' },
  fix: { kind: 'flag', summary: 'upgrade older manifests to the latest version' },
  verbose: { kind: 'flag', summary: 'print details, such as expressions that are not compiled' },
  map: {
    kind: 'text',
    value: 'name',
    summary: 'name of a map in the manifest; import sample: asset, finding, or the name of an entity',
  },
  sample: {
    kind: 'text',
    value: 'file',
    summary: 'a response body, a list of items, or one item; - for standard input',
  },
  all: { kind: 'flag', summary: 'test every connector of the catalogue, or in each given folder' },
  strict: {
    kind: 'flag',
    summary:
      'also check sources, guide, allowed hosts, and that the cases cover streams, pages, targets and enum values',
  },
  update: { kind: 'flag', summary: 'save the mapped records as the expected ones' },
  dir: { kind: 'text', value: 'folder', summary: 'output folder' },
  'set-env': {
    kind: 'list',
    value: 'setting=NAME',
    summary: 'read a setting, such as a secret, from an environment variable',
  },
  'set-file': { kind: 'list', value: 'setting=file', summary: 'read a setting, such as a secret, from a file' },
  'set-stdin': { kind: 'text', value: 'setting', summary: 'read a setting, such as a secret, from standard input' },
  authorize: { kind: 'flag', summary: 'obtain the refresh token by consent in a browser or by a device code first' },
  unset: { kind: 'list', value: 'key', summary: 'remove settings.<name> or filters.<stream>' },
  name: { kind: 'text', value: 'name', summary: 'a unique name' },
  like: {
    kind: 'text',
    value: 'connection',
    summary: 'copy another connection, including its secrets; other options override it',
  },
  description: { kind: 'text', value: 'text', summary: 'description, at most 164 characters' },
  'asset-types': {
    kind: 'list',
    value: 'type,…',
    summary: 'sync only these asset types; "all" or "none"',
    commas: true,
  },
  'finding-types': {
    kind: 'list',
    value: 'type,…',
    summary: 'sync only these finding types; "all" or "none"',
    commas: true,
  },
  entities: {
    kind: 'list',
    value: 'entity,…',
    summary: 'sync only the records of these entities; "all"',
    commas: true,
  },
  'use-map': {
    kind: 'list',
    value: 'map=name',
    summary: "use a custom transform map; map=default restores the connector's map",
  },
  at: { kind: 'text', value: 'time', summary: 'run once, at this local time: 2026-12-01T02:30' },
  every: { kind: 'text', value: 'interval', summary: 'run at an interval: "6 hours", "1 day", "2 weeks", "1 month"' },
  cron: { kind: 'text', value: 'expression', summary: 'run on a cron schedule: "30 2 * * MON-FRI"' },
  start: { kind: 'text', value: 'time', summary: 'no runs before this time: 2026-12-01 or 2026-12-01T02:30' },
  end: { kind: 'text', value: 'time', summary: 'no runs after this time: 2027-12-01 or 2027-12-01T02:30' },
  zone: {
    kind: 'text',
    value: 'zone',
    summary: "time zone of the schedule, such as Europe/Berlin (default: this machine's)",
  },
  unscheduled: { kind: 'flag', summary: 'remove the schedule; runs are manual only' },
  'manual-only': { kind: 'flag', summary: 'keep the schedule, but run only manually' },
  scheduled: { kind: 'flag', summary: 'run on the schedule again; ends --manual-only' },
  active: { kind: 'flag', summary: 'allow runs' },
  inactive: { kind: 'flag', summary: 'prevent runs' },
  'preserve-absent': { kind: 'flag', summary: 'keep the status of findings that the vendor no longer lists' },
  'close-absent': { kind: 'flag', summary: 'mark findings that the vendor no longer lists as FIXED' },
  force: { kind: 'flag', summary: 'save without a passed Test Connection; the audit log records it' },
  revision: { kind: 'count', value: 'n', summary: 'save only if the connection still has this revision' },
  inventory: { kind: 'text', value: 'keep|remove', summary: 'keep or remove its assets, findings and other records' },
  'older-than': { kind: 'text', value: 'age', summary: 'age in days or weeks: "90 days", "12 weeks"; at least 1 day' },
  'dry-run': { kind: 'flag', summary: 'only count what would be removed' },
  yes: { kind: 'flag', summary: 'do not ask for confirmation' },
  auth: {
    kind: 'text',
    value: 'scheme',
    summary:
      'authentication of the new connector: bearer (default), apiKey, basic, oauth2, session, hmac, jwt, awsSigV4, none',
  },
  paging: {
    kind: 'text',
    value: 'paginator',
    summary: 'pagination of the new connector: pageNumber (default), offset, cursor, nextUrl, none',
  },
  partition: { kind: 'flag', summary: 'read a list once per item of another list' },
  job: { kind: 'flag', summary: 'read a list by an export job: create, poll, download' },
  incremental: { kind: 'flag', summary: 'read only changes in later runs' },
  tag: { kind: 'list', value: 'tag', summary: 'import only operations with this tag; repeatable' },
  operation: {
    kind: 'list',
    value: 'operation',
    summary: 'import this operation, by its id or as "GET /path"; repeatable',
  },
  count: { kind: 'count', value: 'n', summary: 'number of entries to print' },
  stream: { kind: 'text', value: 'name', summary: 'name of a stream in the manifest' },
  partitions: {
    kind: 'count',
    value: 'n',
    summary: 'read at most this many partitions of each stream, or the number of partitions of a store',
  },
  pages: { kind: 'count', value: 'n', summary: 'read at most this many pages of each partition (default: 2)' },
  items: { kind: 'count', value: 'n', summary: 'show and map at most this many items of each page (default: 5)' },
  spec: { kind: 'text', value: 'file', summary: 'a JSON file that contains the map; - for standard input' },
  with: { kind: 'text', value: 'map', summary: 'the map to compare with (default: the map that it was cloned from)' },
  samples: { kind: 'list', value: 'file', summary: "payloads to map (default: the connector's recorded cases)" },
  subject: {
    kind: 'text',
    value: 'subject',
    summary: 'only entries about this subject: connection:<name or id>, map:<id>, store',
  },
  detach: { kind: 'flag', summary: 'queue the run for a worker and return' },
  store: {
    kind: 'text',
    value: 'url',
    summary: 'sqlite:<file> or postgres://… (default: DATABASE_URL, ./mapwright.db, or your data folder)',
  },
  connection: { kind: 'text', value: 'connection', summary: 'only records of this connection' },
  deleted: { kind: 'flag', summary: 'include records that the vendor no longer lists' },
  query: { kind: 'text', value: 'query', summary: 'export only matching records (default: all)' },
  sort: {
    kind: 'text',
    value: 'field',
    summary: 'sort field; a leading - sorts in descending order: --sort=-severity (default: -risk)',
  },
  limit: {
    kind: 'count',
    value: 'n',
    summary: 'maximum number of records to list (default: 50), or of items to read per stream (run)',
  },
  'keep-partial': { kind: 'flag', summary: 'publish what a failed run has read, and start over next time' },
  'debug-http': {
    kind: 'text',
    value: 'file',
    summary: 'write each HTTP request and response, with redacted secrets, to this NDJSON file',
  },
  after: { kind: 'text', value: 'page', summary: 'page token printed by the previous page' },
  facets: { kind: 'flag', summary: 'print counts by severity, status, product, source, … instead of a list' },
  format: { kind: 'text', value: 'format', summary: `output format: ${EXPORT_USAGES}` },
  port: {
    kind: 'text',
    value: 'n',
    summary: 'port to listen on (studio default: 4747, or a free port)',
  },
  host: { kind: 'text', value: 'address', summary: 'address to listen on (default: 127.0.0.1)' },
  'tls-cert': { kind: 'text', value: 'file', summary: 'serve HTTPS with this certificate (PEM)' },
  'tls-key': { kind: 'text', value: 'file', summary: 'private key of --tls-cert (PEM)' },
  'behind-proxy': {
    kind: 'text',
    value: 'url',
    summary: 'HTTPS URL of the reverse proxy in front of the studio: https://studio.example.com',
  },
  open: { kind: 'flag', summary: 'open the studio in the browser' },
  write: {
    kind: 'flag',
    summary: 'allow the studio, or an assistant, to write manifests, test cases and new connectors',
  },
  'no-worker': { kind: 'flag', summary: 'do not run syncs in the studio; leave them to mapwright worker' },
  demo: { kind: 'flag', summary: 'use simulated vendors and data; no account or network needed' },
} as const satisfies Readonly<Record<string, OptionRow>>;

export type OptionName = keyof typeof OPTIONS;

/** Option values given on the command line. */
export type Options = { readonly [Name in OptionName]?: Kinds[(typeof OPTIONS)[Name]['kind']] };

/** Returns the definition of an option. */
export const getOption = (name: OptionName): OptionRow => OPTIONS[name];
