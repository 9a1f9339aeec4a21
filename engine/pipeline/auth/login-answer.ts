import { engineError } from '../../base/errors/index.ts';
import { describeBody } from '../../base/json/index.ts';
import { computeSkewSeconds, formatSkewNote } from '../../base/time/index.ts';
import type { LoginAnswer } from './scheme.ts';

/** The error codes of OAuth 2.0 (RFC 6749 §5.2, §4.1.2.1) with what to do: no other word of an answer is ever shown. */
const REJECTIONS: Readonly<Record<string, string>> = {
  invalid_grant: 'Generate a new token or key at the vendor and enter it: this one has expired or was revoked.',
  invalid_client: 'Check the client id and the client secret in the settings.',
  unauthorized_client: "Allow this grant type for the client in the vendor's console.",
  unsupported_grant_type: 'The vendor does not offer this grant: the manifest needs another "grant".',
  invalid_scope: 'The account may not ask for these scopes: correct "scopes" in the manifest, or have them granted.',
  invalid_request: 'Check tenant, client id and URL in the settings: the vendor does not understand the login.',
  access_denied: 'Have an administrator of the vendor account grant this client access.',
};

const NOT_ACCEPTED = new Set([400, 401, 403]);
const PASSING = new Set([408, 425, 429]);

/** AUTH_RESPONSE_INVALID, saying what is wrong with the answer without quoting it. */
export const createInvalidAnswerError = (problem: string) => engineError('AUTH_RESPONSE_INVALID', { problem });

const readOauthError = (body: unknown): string | undefined => {
  if (typeof body !== 'object' || body === null || !Object.hasOwn(body, 'error')) return undefined;
  const { error } = body as { error: unknown };
  return typeof error === 'string' && Object.hasOwn(REJECTIONS, error) ? error : undefined;
};

/**
 * Throws what an answer that refuses, or that is no answer to a login, means; passing faults are the caller's to retry.
 * `now` (epoch ms) is compared with the answer's date: a clock that is off is told, as `skew` too.
 */
export const checkLoginAnswer = ({ status, headers, body }: LoginAnswer, now: number): void => {
  const error = readOauthError(body);
  if (NOT_ACCEPTED.has(status) || error !== undefined) {
    const fix = error === undefined ? undefined : REJECTIONS[error];
    const skew = computeSkewSeconds(headers['date'], now);
    const reason = `HTTP ${status}${error ? `, ${error}` : ''}${formatSkewNote(skew)}`;
    throw engineError('AUTH_REJECTED', { reason, status, fix, skew });
  }
  if (status >= 500 || PASSING.has(status)) {
    throw engineError('VENDOR_UNAVAILABLE', { status, stream: 'login', attempts: 1 });
  }
  if (status < 200 || status > 299) throw createInvalidAnswerError(`HTTP ${status}`);
};

/** The JSON of a login's answer. Throws AUTH_RESPONSE_INVALID for a page of HTML and the like. */
export const parseLoginJson = ({ body }: LoginAnswer): unknown => {
  if (typeof body !== 'string') return body;
  throw createInvalidAnswerError(`it is ${describeBody(body)}`);
};

/** A captured value as text; undefined for what is absent, empty or no scalar. */
export const formatToken = (value: unknown): string | undefined => {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
};
