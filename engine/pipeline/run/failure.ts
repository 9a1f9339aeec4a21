import { addDetails, type EngineError, type ErrorCode, engineError } from '../../base/errors/index.ts';
import { computeSkewSeconds, formatSkewNote } from '../../base/time/index.ts';
import type { Connector } from '../connector/connector.ts';
import type { Decision, Failure, RetryPolicy, Verdict } from '../retry/index.ts';
import type { RequestRetry } from './request-retry.ts';
import type { VendorCall } from './vendor-call.ts';

/** Response that is final: the request is not retried. */
export interface RefusedAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly stream: string;
  /** The request contained a filter of the user. */
  readonly filtered: boolean;
  readonly attempts: number;
  /** Time of the response, epoch ms. */
  readonly now: number;
  readonly call?: VendorCall | undefined;
}

type Final = Extract<Verdict, { kind: 'fail' }>;

const refusalCode = ({ status, filtered }: RefusedAnswer): NonNullable<Final['code']> => {
  if (status === 401) return 'AUTH_REJECTED';
  if (status === 403) return 'PERMISSION_DENIED';
  if (status === 400 || status === 422) return filtered ? 'FILTER_REJECTED' : 'REQUEST_REFUSED';
  if (status === 404 || status === 410) return 'NOT_FOUND';
  return status === 429 || status >= 500 ? 'VENDOR_UNAVAILABLE' : 'REQUEST_REFUSED';
};

/** Statuses that a wrong clock may cause; some vendors answer 403 to a signature with a wrong time. */
const ABOUT_CREDENTIALS: ReadonlySet<ErrorCode> = new Set(['AUTH_REJECTED', 'PERMISSION_DENIED']);

/** Returns the error for a response that an error rule or the default rules treat as final. */
export function createRefusalError(refusal: RefusedAnswer, verdict: Final, signsTime: boolean): EngineError {
  const code = verdict.code ?? refusalCode(refusal);
  const seconds = ABOUT_CREDENTIALS.has(code) ? computeSkewSeconds(refusal.headers['date'], refusal.now) : undefined;
  if (seconds !== undefined && signsTime) return engineError('CLOCK_SKEWED', { seconds });
  return engineError(code, {
    stream: refusal.stream,
    status: refusal.status,
    attempts: refusal.attempts,
    ...refusal.call,
    reason: `HTTP ${refusal.status} for "${refusal.stream}"${formatSkewNote(seconds)}`,
    fix: verdict.fix,
  });
}

/** Failures before the vendor received anything: any request, also a POST, may be sent again. */
export const UNSENT: ReadonlySet<string> = new Set<ErrorCode>([
  'HOST_UNKNOWN',
  'DNS_UNAVAILABLE',
  'CONNECTION_REFUSED',
  'CONNECTION_TIMEOUT',
  'NETWORK_UNREACHABLE',
  'TLS_TIMEOUT',
]);

/** Counts the retry of a failed attempt (counted from 1). */
export const countRetry = (
  policy: RetryPolicy,
  { attempts = policy.attempts }: Failure,
  attempt: number,
): Pick<RequestRetry, 'retry' | 'of'> => ({ retry: attempt, of: attempts - 1 });

/** Returns the error for a request that is out of retries. */
export function createGaveUpError(
  decision: Extract<Decision, { kind: 'giveUp' }>,
  details: { stream: string; status: number; attempts: number } & Partial<VendorCall>,
): EngineError {
  if (decision.reason === 'wait')
    return engineError('RATE_LIMITED', { ...details, seconds: Math.ceil(decision.waitMs / 1000) });
  if (decision.reason === 'budget') return engineError('RETRY_BUDGET_SPENT', { ...details, budget: decision.budget });
  return engineError('VENDOR_UNAVAILABLE', { ...details });
}

/** Adds that a request was not sent again because the manifest does not declare it repeatable. */
export const addGaveUpDetails = (
  error: EngineError,
  { reason }: Extract<Decision, { kind: 'giveUp' }>,
  { method }: { readonly method: string },
): EngineError => (reason === 'unrepeatable' ? addDetails(error, { notRetried: method }) : error);

/** Adds the manifest's fix for this kind of failure if the error rule has none. */
export function addManifestFix(
  { manifest }: Connector,
  status: number,
  verdict: Extract<Verdict, { kind: 'fail' }>,
): Extract<Verdict, { kind: 'fail' }> {
  const { authenticationFix, permissionFix } = manifest.check ?? {};
  const fix = verdict.fix ?? (status === 401 ? authenticationFix : status === 403 ? permissionFix : undefined);
  return fix === undefined ? verdict : { ...verdict, fix };
}

/** Explains a refusal of a request that was sent without credentials, because no auth names its origin. */
export function addOriginFix(status: number, verdict: Final, url: string): Final {
  if (verdict.fix !== undefined || (status !== 401 && status !== 403)) return verdict;
  const { origin } = new URL(url);
  return {
    ...verdict,
    fix: `The request was sent without credentials: if ${origin} belongs to the vendor, add it to "origins" of the auth in the manifest.`,
  };
}
