import type { Ports } from '../../engine/index.ts';

type Send = Ports['http']['send'];
type CurlRequest = Parameters<Send>[0];

/** Headers whose values say nothing about who asks. */
const PLAIN_HEADERS: ReadonlySet<string> = new Set(['accept', 'accept-encoding', 'content-type', 'user-agent']);
/** Numbers of pages and sizes, yes and no. */
const PLAIN_VALUE = /^(?:\d{1,6}|true|false)$/;

const formatVariable = (name: string): string => `$${name.replaceAll(/[^A-Za-z0-9]+/g, '_').toUpperCase() || 'VALUE'}`;

/** Within double quotes, where a shell puts a variable's value in place of its name. */
const quoteShell = (text: string): string => `"${text.replaceAll(/["\\`]|\$(?![A-Z_])/g, '\\$&')}"`;

const maskValue = (name: string, value: string): string => (PLAIN_VALUE.test(value) ? value : formatVariable(name));

function maskUrl(url: string): string {
  const { origin, pathname, searchParams } = new URL(url);
  const asked = [...searchParams].map(([name, value]) => `${encodeURIComponent(name)}=${maskValue(name, value)}`);
  return origin + pathname + (asked.length === 0 ? '' : `?${asked.join('&')}`);
}

/** A body with every value that is a text as a variable named after its field; one that has no fields is a variable. */
function maskBody(body: string, contentType: string): string {
  if (contentType.includes('x-www-form-urlencoded'))
    return [...new URLSearchParams(body)].map(([name, value]) => `${name}=${maskValue(name, value)}`).join('&');
  if (!contentType.includes('json')) return '$BODY';
  const json: unknown = JSON.parse(body);
  return JSON.stringify(json, (name, value) => (typeof value === 'string' ? formatVariable(name) : value));
}

/**
 * A request as a command to try by hand. Nobody can tell here which values are secret, signed or derived from a secret:
 * all that could be is a variable, and its value is nowhere in the text.
 */
export function formatCurl({ method, url, headers, body }: CurlRequest): string {
  const given = Object.entries(headers).map(
    ([name, value]) => `-H ${quoteShell(`${name}: ${PLAIN_HEADERS.has(name) ? value : formatVariable(name)}`)}`,
  );
  const data = body === undefined ? [] : [`--data ${quoteShell(maskBody(body, headers['content-type'] ?? ''))}`];
  return ['curl -sS --compressed', `-X ${method}`, quoteShell(maskUrl(url)), ...given, ...data].join(' \\\n  ');
}

/** Ports that remember what was asked last. */
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
