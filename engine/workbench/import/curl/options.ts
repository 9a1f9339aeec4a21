import { parseArgs } from 'node:util';

const TEXT = { type: 'string', multiple: true } as const;

/** Options that describe the request. */
const USED = {
  request: { ...TEXT, short: 'X' },
  header: { ...TEXT, short: 'H' },
  data: { ...TEXT, short: 'd' },
  'data-raw': TEXT,
  'data-binary': TEXT,
  'data-ascii': TEXT,
  'data-urlencode': TEXT,
  json: TEXT,
  form: { ...TEXT, short: 'F' },
  'form-string': TEXT,
  user: { ...TEXT, short: 'u' },
  cookie: { ...TEXT, short: 'b' },
  'oauth2-bearer': TEXT,
  url: TEXT,
  'url-query': TEXT,
  'user-agent': { ...TEXT, short: 'A' },
  referer: { ...TEXT, short: 'e' },
  'aws-sigv4': TEXT,
  get: { type: 'boolean', short: 'G' },
  head: { type: 'boolean', short: 'I' },
  digest: { type: 'boolean' },
} as const;

/** Other options with a value, which would otherwise be taken for the URL. */
const IGNORED = [
  ...[
    'output',
    'max-time',
    'connect-timeout',
    'proxy',
    'cert',
    'key',
    'cacert',
    'capath',
    'cert-type',
    'key-type',
    'pass',
    'cookie-jar',
  ],
  ...[
    'write-out',
    'retry',
    'retry-delay',
    'retry-max-time',
    'resolve',
    'connect-to',
    'interface',
    'limit-rate',
    'config',
    'dump-header',
  ],
  ...[
    'range',
    'continue-at',
    'upload-file',
    'proxy-user',
    'proxy-header',
    'ciphers',
    'tls-max',
    'max-redirs',
    'stderr',
    'trace',
    'trace-ascii',
  ],
  ...[
    'noproxy',
    'local-port',
    'speed-limit',
    'speed-time',
    'time-cond',
    'engine',
    'unix-socket',
    'doh-url',
    'dns-servers',
    'max-filesize',
    'netrc-file',
    'variable',
  ],
];

/** Short forms of ignored options with a value. */
const SHORT: Readonly<Record<string, string>> = {
  output: 'o',
  'max-time': 'm',
  proxy: 'x',
  cert: 'E',
  'cookie-jar': 'c',
  'write-out': 'w',
  config: 'K',
  'dump-header': 'D',
  range: 'r',
  'continue-at': 'C',
  'upload-file': 'T',
  'proxy-user': 'U',
  'speed-limit': 'Y',
  'speed-time': 'y',
  'time-cond': 'z',
};

const OPTIONS = {
  ...Object.fromEntries(IGNORED.map((name) => [name, { ...TEXT, ...(SHORT[name] ? { short: SHORT[name] } : {}) }])),
  ...USED,
};

/** Option of a command with its value, in order, or the URL. */
export type CurlPart = { readonly name: keyof typeof USED | 'url'; readonly value: string };

/** Parses the words after `curl`. Unknown options are taken for flags. */
export function parseCurlWords(words: readonly string[]): CurlPart[] {
  const { tokens } = parseArgs({
    args: [...words],
    options: OPTIONS,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  return tokens.flatMap((token): CurlPart[] => {
    if (token.kind === 'positional') return [{ name: 'url', value: token.value }];
    if (token.kind !== 'option' || !Object.hasOwn(USED, token.name)) return [];
    return [{ name: token.name as keyof typeof USED, value: token.value ?? '' }];
  });
}
