import type { ObservedRequest } from '../described.ts';
import type { CurlPart } from './options.ts';

/** Request of a curl command, or why it cannot be read. */
export type CurlRequest =
  | { readonly request: ObservedRequest; readonly omitted: readonly string[]; readonly isDigest: boolean }
  | { readonly problem: string };

type Header = readonly [name: string, value: string];

const toHeader = (text: string): Header[] => {
  const [, name = '', value = ''] = /^([^:;]+)[:;]\s*([\s\S]*)$/.exec(text) ?? [];
  return name === '' || value === '' ? [] : [[name.trim(), value.trim()]];
};

const DATA = new Set(['data', 'data-raw', 'data-binary', 'data-ascii', 'json', 'data-urlencode']);

/** Encodes a value of --data-urlencode: `name=content`, `=content` or `content`. */
const encodeData = (value: string): string => {
  const [, name = '', content = ''] = /^([^=]*)=([\s\S]*)$/.exec(value) ?? [undefined, '', value];
  return name === '' ? encodeURIComponent(content) : `${name}=${encodeURIComponent(content)}`;
};

const readsFile = ({ name, value }: CurlPart): boolean =>
  DATA.has(name) && name !== 'data-raw' && value.startsWith('@');

/** Creates the Authorization header of -u. */
const toBasic = (user: string): Header => [
  'Authorization',
  `Basic ${Buffer.from(user.includes(':') ? user : `${user}:`).toString('base64')}`,
];

function listHeaders(parts: readonly CurlPart[]): Header[] {
  const all = (name: CurlPart['name']) => parts.filter((part) => part.name === name).map(({ value }) => value);
  const given = all('header').flatMap(toHeader);
  const has = (name: string) => given.some(([one]) => one.toLowerCase() === name);
  const cookies = all('cookie').filter((value) => value.includes('='));
  const hasData = parts.some(({ name }) => DATA.has(name));
  const type: Header[] =
    all('json').length > 0
      ? [['Content-Type', 'application/json']]
      : hasData
        ? [['Content-Type', 'application/x-www-form-urlencoded']]
        : [];
  return [
    ...given,
    ...all('user').slice(-1).map(toBasic),
    ...all('oauth2-bearer')
      .slice(-1)
      .map((token): Header => ['Authorization', `Bearer ${token}`]),
    ...(cookies.length > 0 ? [['Cookie', cookies.join('; ')] as const] : []),
    ...(has('content-type') ? [] : type),
  ];
}

const toUrl = (text: string): string | undefined => {
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`);
  return url !== null && /^https?:$/.test(url.protocol) ? url.href : undefined;
};

/** Converts the options of a curl command to its request. */
export function toCurlRequest(parts: readonly CurlPart[]): CurlRequest {
  const all = (name: CurlPart['name']) => parts.filter((part) => part.name === name).map(({ value }) => value);
  const [given, ...others] = all('url');
  if (given === undefined) return { problem: 'it has no URL' };
  const url = toUrl(given);
  if (url === undefined) return { problem: 'its URL is not a valid http or https URL' };
  const data = parts
    .filter((part) => DATA.has(part.name) && !readsFile(part))
    .map(({ name, value }) => (name === 'data-urlencode' ? encodeData(value) : value));
  const asQuery = all('get').length > 0;
  const body = data.length === 0 || asQuery ? undefined : data.join(all('json').length > 0 ? '' : '&');
  const query = [...(asQuery ? data : []), ...all('url-query').map(encodeData)].join('&');
  const target = new URL(url);
  if (query !== '') target.search = target.search === '' ? query : `${target.search.slice(1)}&${query}`;
  target.hash = '';
  const usual = all('head').length > 0 ? 'HEAD' : body !== undefined ? 'POST' : 'GET';
  return {
    request: {
      method: (all('request').at(-1) ?? usual).toUpperCase(),
      url: target.href,
      headers: listHeaders(parts),
      body,
    },
    omitted: [
      ...parts.filter(readsFile).map(({ name }) => `--${name} reads a file`),
      ...(all('form').length + all('form-string').length > 0 ? ['--form sends a multipart body'] : []),
      ...(others.length > 0 ? [`${others.length} more URLs`] : []),
    ],
    isDigest: all('digest').length > 0,
  };
}
