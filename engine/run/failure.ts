import { type EngineError, type ErrorCode, engineError } from '../errors/index.ts';
import type { Verdict } from '../retry/index.ts';
import { parseHttpDate } from '../time/index.ts';

/** An answer that ends a request for good. */
export interface Refusal {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly stream: string;
  /** A user's filter went into the request. */
  readonly filtered: boolean;
  readonly attempts: number;
  /** Epoch ms, when the answer came. */
  readonly now: number;
}

/** Vendors allow some minutes between their clock and the signer's. */
const SKEW_MS = 60_000;

const codeOf = ({ status, filtered }: Refusal): ErrorCode => {
  if (status === 401) return 'AUTH_REJECTED';
  if (status === 403) return 'PERMISSION_DENIED';
  if (status === 400 || status === 422) return filtered ? 'FILTER_REJECTED' : 'REQUEST_REFUSED';
  if (status === 404) return 'NOT_FOUND';
  return status === 429 || status >= 500 ? 'VENDOR_UNAVAILABLE' : 'REQUEST_REFUSED';
};

const skewSeconds = ({ headers, now }: Refusal): number | undefined => {
  const theirs = parseHttpDate(headers['date']);
  const skew = theirs === undefined ? 0 : Math.abs(theirs - now);
  return skew > SKEW_MS ? Math.round(skew / 1000) : undefined;
};

/** The error for an answer that a rule or the built-in behaviour took as final. */
export function refusalError(
  refusal: Refusal,
  verdict: Extract<Verdict, { kind: 'fail' }>,
  signed: boolean,
): EngineError {
  const code = verdict.code ?? codeOf(refusal);
  const seconds = code === 'AUTH_REJECTED' && signed ? skewSeconds(refusal) : undefined;
  if (seconds !== undefined) return engineError('CLOCK_SKEWED', { seconds });
  return engineError(code, {
    stream: refusal.stream,
    status: refusal.status,
    attempts: refusal.attempts,
    reason: `HTTP ${refusal.status} on "${refusal.stream}"`,
    fix: verdict.fix,
  });
}
