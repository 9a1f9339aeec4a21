import type { HttpRequest } from '../request/index.ts';
import { findReason, formatReasonText, truncate } from './vendor-reason.ts';

/** Call that an error names: method and path, and the vendor's reason, all redacted and bounded. */
export interface VendorCall {
  readonly request: string;
  readonly vendorReason: string | undefined;
}

type Redact = (text: string) => string;

/** Longest path in an error, in characters. */
const LONGEST_PATH = 200;

/** Formats the method and path of a request, without secrets. */
const formatCall = ({ method, url }: HttpRequest, redact: (text: string) => string): string =>
  `${method} ${truncate(redact(new URL(url).pathname), LONGEST_PATH)}`;

/** Text that may be a token or a signature, and is no word. */
const TOKEN = /[A-Za-z0-9+/_%.~-]{20,}={0,2}/g;

/** Returns the credentials that signing added to a request: vendors quote them when they refuse a signature. */
function listAddedCredentials(unsigned: HttpRequest, signed: HttpRequest): readonly string[] {
  const textsOf = ({ url, headers, body = '' }: HttpRequest) => [url, body, ...Object.values(headers)];
  const before = textsOf(unsigned);
  const tokens = textsOf(signed).flatMap((text) => text.match(TOKEN) ?? []);
  return tokens.filter((token) => !before.some((text) => text.includes(token)));
}

/** Wraps a redactor to also remove texts, such as the credentials of one request. */
const redactAlso =
  (redact: (text: string) => string, texts: readonly string[]) =>
  (text: string): string =>
    texts.reduce((shown, hidden) => shown.replaceAll(hidden, '[secret]'), redact(text));

/** Refused request as it was built and as it was sent, with its response. */
export interface RefusedCall {
  readonly unsigned: HttpRequest;
  readonly signed: HttpRequest;
  readonly body: unknown;
  /** Reason that the error rule reads from the response. */
  readonly reason?: unknown;
}

/** Describes a refused call with the reason of the error rule, or else of a well-known field. */
export function describeCall({ unsigned, signed, body, reason }: RefusedCall, redact: Redact): VendorCall {
  const redactAll = redactAlso(redact, listAddedCredentials(unsigned, signed));
  return {
    request: formatCall(unsigned, redactAll),
    vendorReason: formatReasonText(reason, redactAll) ?? formatReasonText(findReason(body), redactAll),
  };
}

/** Returns a login request without its credentials, which are its body and its authorization header. */
export const omitCredentials = ({ method, url, headers }: HttpRequest): HttpRequest => ({
  method,
  url,
  headers: Object.fromEntries(Object.entries(headers).filter(([name]) => name !== 'authorization')),
});
