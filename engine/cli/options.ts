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
export const OPTIONS = {
  config: { kind: 'text', value: 'file', summary: "the connection's config: settings, filters, what to sync" },
  to: { kind: 'list', value: 'destination', summary: 'ndjson:<dir>, etm:<dir>, stdout, …; may be given several times' },
  state: { kind: 'text', value: 'file', summary: 'keep cursors and progress here, to read only changes next time' },
  full: { kind: 'flag', summary: 'read everything: ignore the saved cursors' },
  select: { kind: 'list', value: 'stream,…', summary: 'only these streams and what they need', commas: true },
  set: { kind: 'list', value: 'key=value', summary: 'override the config: settings.<name>=… or filters.<stream>=…' },
  concurrency: { kind: 'count', value: 'n', summary: "requests at one time, in place of the manifest's" },
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
  store: {
    kind: 'text',
    value: 'url',
    summary: 'sqlite:<file> or postgres://… (or DATABASE_URL); else ./mapwright.db, else your own',
  },
} as const satisfies Readonly<Record<string, OptionRow>>;

export type OptionName = keyof typeof OPTIONS;

/** The values of the options that were given. */
export type Options = { readonly [Name in OptionName]?: Kinds[(typeof OPTIONS)[Name]['kind']] };

/** A row of the table with all that a row may have. */
export const optionOf = (name: OptionName): OptionRow => OPTIONS[name];
