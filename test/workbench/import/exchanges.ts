import type { Json, JsonObject } from '../../../engine/base/json/index.ts';

/** Secrets of the made-up recordings: none may be in what an import returns. */
export const SECRETS = [
  'tok_9f8e7d6c5b4a39281706',
  'hunter2-hunter2',
  'sid-0123456789abcdef',
  'me@acme.example',
  'key-55aa55aa55aa',
  'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJtZSJ9.c2lnbmF0dXJl',
] as const;

const [TOKEN, PASSWORD, SID, EMAIL, KEY, JWT] = SECRETS;

interface EntryOptions {
  readonly headers?: Readonly<Record<string, string>>;
  readonly post?: string;
  readonly type?: string;
  readonly response?: Readonly<Record<string, string>>;
  readonly status?: number;
}

const toPairs = (table: Readonly<Record<string, string>>): JsonObject[] =>
  Object.entries(table).map(([name, value]) => ({ name, value }));

/** An entry of a HAR file. */
export const entry = (
  call: string,
  body: Json,
  {
    headers = { Authorization: `Bearer ${TOKEN}` },
    post,
    type = 'application/json',
    response = {},
    status = 200,
  }: EntryOptions = {},
): JsonObject => {
  const [method = '', url = ''] = call.split(' ');
  return {
    request: {
      method,
      url,
      headers: toPairs(headers),
      ...(post === undefined
        ? {}
        : { postData: { mimeType: headers['Content-Type'] ?? 'application/json', text: post } }),
    },
    response: {
      status,
      headers: toPairs(response),
      content: { mimeType: type, text: typeof body === 'string' ? body : JSON.stringify(body) },
    },
  };
};

/** The text of a HAR file. */
export const harOf = (...entries: readonly JsonObject[]): string =>
  JSON.stringify({ log: { version: '1.2', entries } });

const API = 'https://api.acme.example';

const numbered = (from: number, count: number): JsonObject[] =>
  Array.from({ length: count }, (_, at) => ({ id: from + at, name: `n${from + at}` }));

/** A visit of a made-up tracker: a login, two pages of projects, two pages of the issues of one, and noise. */
export const VISIT = harOf(
  entry('GET https://app.acme.example/', '<html></html>', { type: 'text/html' }),
  entry(
    `POST ${API}/auth/login`,
    { data: { token: TOKEN } },
    {
      headers: { 'Content-Type': 'application/json', Cookie: `sid=${SID}` },
      post: JSON.stringify({ email: EMAIL, password: PASSWORD }),
    },
  ),
  entry(
    `GET ${API}/v1/projects?page=1&per_page=2`,
    { projects: numbered(101, 2), total: 5, debug: [KEY, `sid=${SID}`, `?t=${TOKEN}`] },
    { headers: { Authorization: `Bearer ${TOKEN}`, Cookie: `sid=${SID}`, 'X-Api-Version': '2', 'X-Csrf-Token': KEY } },
  ),
  entry(`GET ${API}/v1/projects?page=2&per_page=2`, { projects: numbered(103, 1), total: 5 }),
  entry(`GET ${API}/v1/projects/102/issues?state=open`, {
    items: numbered(1, 2),
    next_cursor: 'c-abcdef',
    owner: { jwt: JWT },
  }),
  entry(`GET ${API}/v1/projects/102/issues?state=open&cursor=c-abcdef`, { items: numbered(3, 1), next_cursor: null }),
  entry(`GET ${API}/v1/me`, { id: 7, email: EMAIL }),
  entry('GET https://telemetry.other.example/collect', { ok: true }),
);
