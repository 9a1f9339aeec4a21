import type { Exchange, Ports } from '../../engine/index.ts';

type Send = Ports['http']['send'];
type CurlRequest = Parameters<Send>[0];

/** Text of a command, in which secrets are shell variables. */
type Text = readonly (string | { readonly variable: string })[];

/** Request whose secrets are replaced. */
interface MaskedRequest {
  readonly method: string;
  readonly url: Text;
  readonly headers: readonly (readonly [name: string, value: Text])[];
  readonly body?: Text | undefined;
}

/** Headers whose values identify no one. */
const PLAIN_HEADERS: ReadonlySet<string> = new Set(['accept', 'accept-encoding', 'content-type', 'user-agent']);
/** Page numbers, sizes and booleans. */
const PLAIN_VALUE = /^(?:\d{1,6}|true|false)$/;
/** Headers that the engine sends with every request, and those that curl would add. */
const DEFAULT_HEADERS = { 'user-agent': 'mapwright' };
const CURL_HEADERS = ['accept', 'content-type'];

const toVariable = (name: string): { readonly variable: string } => {
  const variable = name.replaceAll(/[^A-Za-z0-9]+/g, '_').toUpperCase();
  return { variable: /^[A-Z]/.test(variable) ? variable : `VALUE${variable}` };
};

const quotePlain = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** Quotes for a POSIX shell: plain text in single quotes, in which nothing is expanded. */
function quoteText(text: Text): string {
  let quoted = '';
  let plain = '';
  for (const part of text) {
    if (typeof part === 'string') {
      plain += part;
      continue;
    }
    quoted += `${plain && quotePlain(plain)}"$${part.variable}"`;
    plain = '';
  }
  return quoted + (plain || quoted === '' ? quotePlain(plain) : '');
}

const formatHeader = (name: string, value: Text): string =>
  // curl removes a header without a value, unless a semicolon follows its name.
  value.every((part) => part === '') ? quoteText([`${name};`]) : quoteText([`${name}: `, ...value]);

/** Formats a command that sends exactly this request: without headers of curl's own, and with the URL unchanged. */
function formatCommand({ method, url, headers, body }: MaskedRequest): string {
  const own = new Set(headers.map(([name]) => name));
  const added = Object.entries(DEFAULT_HEADERS).filter(([name]) => !own.has(name));
  const removed = CURL_HEADERS.filter((name) => !own.has(name) && (name !== 'content-type' || body !== undefined));
  return [
    'curl -sS --compressed --globoff --path-as-is',
    `-X ${method}`,
    quoteText(url),
    // `--compressed` sets it.
    ...headers.filter(([name]) => name !== 'accept-encoding').map(([name, value]) => `-H ${formatHeader(name, value)}`),
    ...added.map(([name, value]) => `-H ${quoteText([`${name}: ${value}`])}`),
    ...removed.map((name) => `-H ${quoteText([`${name}:`])}`),
    ...(body === undefined ? [] : [`--data-raw ${quoteText(body)}`]),
  ].join(' \\\n  ');
}

const maskValue = (name: string, value: string): Text => [PLAIN_VALUE.test(value) ? value : toVariable(name)];

const joinPairs = (pairs: Iterable<readonly [string, string]>): Text =>
  [...pairs].flatMap(([name, value], at) => [
    `${at === 0 ? '' : '&'}${encodeURIComponent(name)}=`,
    ...maskValue(name, value),
  ]);

function maskUrl(url: string): Text {
  const { origin, pathname, searchParams } = new URL(url);
  return [origin + pathname + (searchParams.size === 0 ? '' : '?'), ...joinPairs(searchParams)];
}

/** Marks where a text value of a JSON body was. */
const MARK = '\u0000';

/** Replaces each text value by a variable named after its field, and a body without fields by one variable. */
function maskBody(body: string, contentType: string): Text {
  if (contentType.includes('x-www-form-urlencoded')) return joinPairs(new URLSearchParams(body));
  if (!contentType.includes('json')) return [toVariable('body')];
  const names: string[] = [];
  const text = JSON.stringify(JSON.parse(body), (name, value: unknown) => {
    if (typeof value !== 'string') return value;
    names.push(name);
    return MARK;
  });
  return text
    .split(JSON.stringify(MARK).slice(1, -1))
    .flatMap((part, at) => (at === 0 ? [part] : [toVariable(names[at - 1] ?? ''), part]));
}

/**
 * Formats a request as a curl command. Which values are secret, signed or derived from a secret is unknown here, so every
 * value that could be becomes a shell variable, and the command never contains the value itself.
 */
export function formatCurl({ method, url, headers, body }: CurlRequest): string {
  return formatCommand({
    method,
    url: maskUrl(url),
    headers: Object.entries(headers).map(([name, value]) => [
      name,
      [PLAIN_HEADERS.has(name) ? value : toVariable(name)],
    ]),
    body: body === undefined ? undefined : maskBody(body, headers['content-type'] ?? ''),
  });
}

/** Name of the field before a secret: `token` in `token=`, `"token":"` and `/token/`. */
const FIELD_BEFORE = /([A-Za-z][\w.-]*)["']?\s*[:=]\s*["']?$/;

/** Replaces each redacted secret of a text by a variable, named after its field. */
function maskRedacted(text: string, fallback: string): Text {
  return text
    .split(/\[secret\]|%5Bsecret%5D/i)
    .flatMap((part, at, parts) =>
      at === 0 ? [part] : [toVariable(FIELD_BEFORE.exec(parts[at - 1] ?? '')?.[1] ?? fallback), part],
    );
}

/** Replaces the credential of a header, whose shape is shown: `Bearer *`. */
function maskCredential(name: string, shape: string): Text {
  const [, scheme] = /^([A-Za-z][A-Za-z0-9-]*) \*\d*$/.exec(shape) ?? [];
  return scheme === undefined ? [toVariable(name)] : [`${scheme} `, toVariable(name)];
}

/** Replaces the credentials of a query, and redacted secrets. */
function maskRedactedUrl(url: string, masked: readonly string[]): Text {
  const [path = '', query] = url.split(/\?(.*)/s);
  if (query === undefined) return maskRedacted(url, 'secret');
  const pairs = query.split('&').flatMap((pair, at): Text => {
    const [name = '', value] = pair.split(/=(.*)/s);
    const separator = at === 0 ? '?' : '&';
    const isMasked = value !== undefined && masked.includes(decodeURIComponent(name));
    return isMasked ? [`${separator}${name}=`, toVariable(name)] : [separator, ...maskRedacted(pair, 'secret')];
  });
  return [...maskRedacted(path, 'secret'), ...pairs];
}

/** Formats the request of an exchange as a curl command that reproduces it; its secrets, and only those, are shell variables. */
export function formatExchangeCurl({ method, url, headers, body, masked, maskedQuery }: Exchange['request']): string {
  const hidden = new Set(masked);
  return formatCommand({
    method,
    url: maskRedactedUrl(url, maskedQuery),
    headers: Object.entries(headers).map(([name, value]) => [
      name,
      hidden.has(name) ? maskCredential(name, value) : maskRedacted(value, name),
    ]),
    body: body === undefined ? undefined : maskRedacted(body, 'secret'),
  });
}

/** Wraps ports to record the last request sent. */
export function rememberRequests(ports: Ports): {
  readonly ports: Ports;
  readonly last: () => CurlRequest | undefined;
} {
  let last: CurlRequest | undefined;
  const send: Send = (request, how) => {
    last = request;
    return ports.http.send(request, how);
  };
  return { ports: { ...ports, http: { ...ports.http, send } }, last: () => last };
}
