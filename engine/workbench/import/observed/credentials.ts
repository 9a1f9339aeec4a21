import { decodeComponent } from '../../../language/template/index.ts';
import { isCredentialName, isSecretValue } from '../credential-names.ts';
import type { ObservedRequest } from '../described.ts';
import { parseBody } from './request-body.ts';

/** Credential in a request. `value` is the secret itself: never write it. */
export type Credential =
  | { readonly kind: 'bearer'; readonly value: string }
  | { readonly kind: 'basic'; readonly user: string; readonly value: string }
  | { readonly kind: 'aws'; readonly region: string; readonly service: string; readonly value: string }
  | { readonly kind: 'header'; readonly name: string; readonly prefix: string; readonly value: string }
  | { readonly kind: 'query' | 'json' | 'form'; readonly name: string; readonly value: string }
  | { readonly kind: 'cookies'; readonly value: string };

/** Credentials of a request, and those that cannot be represented. */
export interface FoundCredentials {
  readonly credentials: readonly Credential[];
  readonly problems: readonly string[];
  /** Every secret value, for redaction. */
  readonly secrets: readonly string[];
}

const AWS = /^AWS4-HMAC-SHA256 .*Credential=([^/]+)\/\d{8}\/([^/]+)\/([^/]+)\//;

function readBasic(encoded: string): Credential {
  const [, user = '', value = ''] = /^([^:]*):?([\s\S]*)$/.exec(Buffer.from(encoded, 'base64').toString('utf8')) ?? [];
  return { kind: 'basic', user, value };
}

/** Reads an Authorization header. A text is the reason why it has no form in a manifest. */
function readAuthorization(header: string): Credential | string {
  const [, scheme = '', rest = ''] = /^(\S+)\s+([\s\S]+)$/.exec(header.trim()) ?? [];
  if (/^bearer$/i.test(scheme)) return { kind: 'bearer', value: rest.trim() };
  if (/^basic$/i.test(scheme)) return readBasic(rest.trim());
  const aws = AWS.exec(header);
  if (aws) return { kind: 'aws', value: aws[1] ?? '', region: aws[2] ?? '', service: aws[3] ?? '' };
  if (scheme === '') return { kind: 'header', name: 'Authorization', prefix: '', value: header.trim() };
  const [, key = '', value] = /^((?:token|key|api[-_]?key)=)?"?([^"\s,=]+=*)"?$/i.exec(rest.trim()) ?? [];
  if (value !== undefined) return { kind: 'header', name: 'Authorization', prefix: `${scheme} ${key}`, value };
  return `the Authorization header is a signature of the scheme ${scheme}; configure "hmac"`;
}

/** Headers that browsers send for their own purposes, with any value. */
const HARMLESS_HEADERS =
  /^(?:sec-|if-|x-request-id|x-correlation-id|traceparent|tracestate|idempotency-key|etag|referer|origin|user-agent|accept|content-)/i;

const isSecretHeader = (name: string, value: string): boolean =>
  !HARMLESS_HEADERS.test(name) && value !== '' && (isCredentialName(name) || isSecretValue(value));

function readHeader([name, value]: readonly [name: string, value: string]): Credential | string | undefined {
  const lower = name.toLowerCase();
  if (lower === 'authorization') return readAuthorization(value);
  if (lower === 'cookie') return { kind: 'cookies', value };
  return isSecretHeader(lower, value) ? { kind: 'header', name, prefix: '', value } : undefined;
}

function readUrl({ url }: ObservedRequest): Credential[] {
  const { username, password, searchParams } = new URL(url);
  const inQuery = [...searchParams].filter(
    ([name, value]) => value !== '' && (isCredentialName(name) || isSecretValue(value)),
  );
  return [
    ...(username === ''
      ? []
      : [{ kind: 'basic', user: decodeComponent(username), value: decodeComponent(password) } as const]),
    ...inQuery.map(([name, value]) => ({ kind: 'query', name, value }) as const),
  ];
}

function readBody(request: ObservedRequest): Credential[] {
  const body = parseBody(request);
  if (body?.kind !== 'json' && body?.kind !== 'form') return [];
  const members = Object.entries(body.value as Record<string, unknown>);
  return members.flatMap(([name, value]) =>
    typeof value === 'string' && value !== '' && (isCredentialName(name) || isSecretValue(value))
      ? [{ kind: body.kind, name, value }]
      : [],
  );
}

const isCsrf = (one: Credential): boolean => one.kind === 'header' && /csrf|xsrf/i.test(one.name);

/** Finds the credentials of a request: in headers, the URL, cookies and the body, by their names and values. */
export function findCredentials(request: ObservedRequest): FoundCredentials {
  const read = request.headers.map(readHeader);
  const all = [...read.filter((one) => typeof one === 'object'), ...readUrl(request), ...readBody(request)];
  const others = all.filter((one) => one.kind !== 'cookies' && !isCsrf(one));
  // Cookies and CSRF tokens of a browser are only needed where nothing else authenticates.
  const credentials = others.length > 0 ? others : all;
  return {
    credentials,
    problems: read.filter((one) => typeof one === 'string'),
    secrets: all.map(({ value }) => value),
  };
}

/** Key that the same credential has in every request. */
export const credentialKey = (one: Credential): string => `${one.kind} ${'name' in one ? one.name.toLowerCase() : ''}`;
