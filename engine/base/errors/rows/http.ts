import type { ErrorRow } from '../row.ts';
import { formatReason, formatRequest, type VendorCall } from './vendor-call.ts';

export const HTTP_ERRORS = {
  VENDOR_UNAVAILABLE: {
    stage: 'http',
    httpStatus: 422,
    retryable: true,
    message: (d: { status: number; stream: string; attempts: number } & VendorCall) =>
      `the vendor returned HTTP ${d.status} for "${d.stream}"${formatRequest(d)} in ${d.attempts} attempt${d.attempts === 1 ? '' : 's'}${formatReason(d)}`,
    fix: 'Run again later: the vendor has a problem, your settings do not. With --state, the run resumes.',
  },
  RATE_LIMITED: {
    stage: 'http',
    httpStatus: 422,
    retryable: true,
    message: (d: { seconds?: number | undefined; stream: string } & VendorCall) =>
      d.seconds === undefined
        ? `the vendor's rate limit rejected a request for "${d.stream}"${formatRequest(d)}${formatReason(d)}`
        : `the vendor's rate limit requires a wait of ${d.seconds} s before the next request for "${d.stream}"${formatRequest(d)}${formatReason(d)}`,
    fix: 'Run again after that time (with --state, the run resumes), lower the rate limit, or raise "retry.maxDelay" in the manifest\'s defaults to wait longer.',
  },
  REQUEST_REFUSED: {
    stage: 'http',
    httpStatus: 422,
    message: (d: { stream: string; status: number } & VendorCall) =>
      `the vendor rejected the request for "${d.stream}" (HTTP ${d.status}${formatRequest(d)})${formatReason(d)}`,
    fix: (d: { fix?: string | undefined }) =>
      `${d.fix ?? 'Check the settings and filters; if they are correct, the manifest sends a request that the vendor does not accept.'}`,
  },
  NOT_FOUND: {
    stage: 'http',
    httpStatus: 422,
    message: (d: { stream: string; status: number } & VendorCall) =>
      `the vendor has no endpoint at the URL of "${d.stream}" (HTTP ${d.status}${formatRequest(d)})${formatReason(d)}`,
    fix: 'Check the URL settings (host, tenant), and that the item still exists.',
  },
  FILTER_REJECTED: {
    stage: 'http',
    httpStatus: 422,
    message: (d: { stream: string; status: number } & VendorCall) =>
      `the vendor rejected the filter of "${d.stream}" (HTTP ${d.status}${formatRequest(d)})${formatReason(d)}`,
    fix: 'Check the field names and operators of the filter against the guide.',
  },
  RETRY_BUDGET_SPENT: {
    stage: 'http',
    httpStatus: 422,
    message: (d: { budget: number }) => `the run exhausted its budget of ${d.budget} retries`,
    fix: 'Run again later: the vendor is unstable. With --state, the run resumes.',
  },
} as const satisfies Record<string, ErrorRow>;
