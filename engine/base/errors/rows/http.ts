import type { ErrorRow } from '../row.ts';

export const HTTP_ERRORS = {
  VENDOR_UNAVAILABLE: {
    stage: 'http',
    httpStatus: 422,
    retryable: true,
    message: (d: { status: number; stream: string; attempts: number }) =>
      `the vendor answered HTTP ${d.status} on "${d.stream}", ${d.attempts} times`,
    fix: "This is the vendor's state, not your settings: run again later; what was read is kept with --state.",
  },
  RATE_LIMITED: {
    stage: 'http',
    httpStatus: 422,
    retryable: true,
    message: (d: { seconds?: number | undefined; stream: string }) =>
      d.seconds === undefined
        ? `the vendor refused a request on "${d.stream}" because of its rate limit`
        : `the vendor asks to wait ${d.seconds} s before the next request on "${d.stream}"`,
    fix: 'Run again after that time (state is kept with --state), or lower the rate limit.',
  },
  REQUEST_REFUSED: {
    stage: 'http',
    httpStatus: 422,
    message: (d: { stream: string; status: number }) =>
      `the vendor refused the request on "${d.stream}" (HTTP ${d.status})`,
    fix: (d: { fix?: string | undefined }) =>
      `${d.fix ?? 'Check the settings and filters; otherwise the manifest asks for something the vendor does not take.'}`,
  },
  NOT_FOUND: {
    stage: 'http',
    httpStatus: 422,
    message: (d: { stream: string; status: number }) =>
      `the vendor does not know the address of "${d.stream}" (HTTP ${d.status})`,
    fix: 'Check the URL settings (host, tenant), or that the item still exists.',
  },
  FILTER_REJECTED: {
    stage: 'http',
    httpStatus: 422,
    message: (d: { stream: string; status: number }) =>
      `the vendor refused the filter of "${d.stream}" (HTTP ${d.status})`,
    fix: 'Check the field names and operators of the filter against those listed in the guide.',
  },
  RETRY_BUDGET_SPENT: {
    stage: 'http',
    httpStatus: 422,
    message: (d: { budget: number }) => `the run used up its budget of ${d.budget} retries`,
    fix: 'The vendor is unstable: run again later; what was read is kept with --state.',
  },
} as const satisfies Record<string, ErrorRow>;
