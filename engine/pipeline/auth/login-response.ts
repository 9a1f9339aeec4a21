import { engineError } from '../../base/errors/index.ts';
import { describeBody } from '../../base/json/index.ts';
import { computeSkewSeconds, formatSkewNote } from '../../base/time/index.ts';
import type { LoginResponse } from './scheme.ts';

/** Fixes for the error codes of OAuth 2.0 (RFC 6749 §5.2, §4.1.2.1). Of other texts, errors quote the vendor's reason only. */
const REJECTIONS: Readonly<Record<string, string>> = {
  invalid_grant: 'Create a new token or key at the vendor and enter it: this one has expired or was revoked.',
  invalid_client: 'Check the client ID and the client secret in the settings.',
  unauthorized_client: "Allow this grant type for the client in the vendor's console.",
  unsupported_grant_type: 'Use another "grant" in the manifest: the vendor does not support this one.',
  invalid_scope: 'Correct "scopes" in the manifest, or grant them to the account: it may not request these scopes.',
  invalid_request: 'Check the tenant, client ID and URL in the settings: the vendor cannot parse the login request.',
  access_denied: 'Ask an administrator of the vendor account to grant this client access.',
};

const REJECTED_STATUSES = new Set([400, 401, 403]);
const TRANSIENT_STATUSES = new Set([408, 425, 429]);

/** Creates AUTH_RESPONSE_INVALID; `problem` must not quote the response. */
export const createInvalidResponseError = (problem: string, call?: LoginResponse['call']) =>
  engineError('AUTH_RESPONSE_INVALID', { problem, ...call });

const readOauthError = (body: unknown): string | undefined => {
  if (typeof body !== 'object' || body === null || !Object.hasOwn(body, 'error')) return undefined;
  const { error } = body as { error: unknown };
  return typeof error === 'string' && Object.hasOwn(REJECTIONS, error) ? error : undefined;
};

/**
 * Checks that a login succeeded. Throws AUTH_REJECTED, AUTH_RESPONSE_INVALID, or VENDOR_UNAVAILABLE for transient
 * failures, which the caller retries. Compares `now` (epoch ms) with the response's date and adds a clock skew to the
 * error's reason and to its `skew` detail (seconds).
 */
export const checkLoginResponse = ({ status, headers, body, call }: LoginResponse, now: number): void => {
  const error = readOauthError(body);
  if (REJECTED_STATUSES.has(status) || error !== undefined) {
    const fix = error === undefined ? undefined : REJECTIONS[error];
    const skew = computeSkewSeconds(headers['date'], now);
    const reason = `HTTP ${status}${error ? `, ${error}` : ''}${formatSkewNote(skew)}`;
    throw engineError('AUTH_REJECTED', { reason, status, fix, skew, ...call });
  }
  if (status >= 500 || TRANSIENT_STATUSES.has(status)) {
    throw engineError('VENDOR_UNAVAILABLE', { status, stream: 'login', attempts: 1, ...call });
  }
  if (status < 200 || status > 299) throw createInvalidResponseError(`HTTP ${status}`, call);
};

/** Returns the JSON body of a login response. Throws AUTH_RESPONSE_INVALID for any other content, such as HTML. */
export const parseLoginJson = ({ body }: LoginResponse): unknown => {
  if (typeof body !== 'string') return body;
  throw createInvalidResponseError(`it is ${describeBody(body)}`);
};

/** Formats a captured value as text; undefined for an absent or empty value and for objects and lists. */
export const formatToken = (value: unknown): string | undefined => {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
};
