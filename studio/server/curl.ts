import type { Ports } from '../../engine/index.ts';

type Send = Ports['http']['send'];
type CurlRequest = Parameters<Send>[0];

/** Headers whose values identify no one. */
const PLAIN_HEADERS: ReadonlySet<string> = new Set(['accept', 'accept-encoding', 'content-type', 'user-agent']);
/** Page numbers, sizes and booleans. */
const PLAIN_VALUE = /^(?:\d{1,6}|true|false)$/;

const formatVariable = (name: string): string => `$${name.replaceAll(/[^A-Za-z0-9]+/g, '_').toUpperCase() || 'VALUE'}`;

/** Quotes for a shell, in double quotes so that variables are expanded. */
const quoteShell = (text: string): string => `"${text.replaceAll(/["\\`]|\$(?![A-Z_])/g, '\\$&')}"`;

const maskValue = (name: string, value: string): string => (PLAIN_VALUE.test(value) ? value : formatVariable(name));

function maskUrl(url: string): string {
  const { origin, pathname, searchParams } = new URL(url);
  const query = [...searchParams].map(([name, value]) => `${encodeURIComponent(name)}=${maskValue(name, value)}`);
  return origin + pathname + (query.length === 0 ? '' : `?${query.join('&')}`);
}

/** Replaces each text value by a variable named after its field, and a body without fields by `$BODY`. */
function maskBody(body: string, contentType: string): string {
  if (contentType.includes('x-www-form-urlencoded'))
    return [...new URLSearchParams(body)].map(([name, value]) => `${name}=${maskValue(name, value)}`).join('&');
  if (!contentType.includes('json')) return '$BODY';
  const json: unknown = JSON.parse(body);
  return JSON.stringify(json, (name, value) => (typeof value === 'string' ? formatVariable(name) : value));
}

/**
 * Formats a request as a curl command. Which values are secret, signed or derived from a secret is unknown here, so every
 * value that could be becomes a shell variable, and the command never contains the value itself.
 */
export function formatCurl({ method, url, headers, body }: CurlRequest): string {
  const headerOptions = Object.entries(headers).map(
    ([name, value]) => `-H ${quoteShell(`${name}: ${PLAIN_HEADERS.has(name) ? value : formatVariable(name)}`)}`,
  );
  const data = body === undefined ? [] : [`--data ${quoteShell(maskBody(body, headers['content-type'] ?? ''))}`];
  return ['curl -sS --compressed', `-X ${method}`, quoteShell(maskUrl(url)), ...headerOptions, ...data].join(' \\\n  ');
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
