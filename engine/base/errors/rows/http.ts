import type { Row } from '../row.ts';

export const HTTP_ERRORS = {
  VENDOR_UNAVAILABLE: {
    area: 'http',
    retryable: true,
    message: (d) => `the vendor answered HTTP ${d['status']} on "${d['stream']}", ${d['attempts']} times`,
    fix: "This is the vendor's state, not your settings: run again later; what was read is kept with --state.",
  },
  RATE_LIMITED: {
    area: 'http',
    retryable: true,
    message: (d) => `the vendor asks to wait ${d['seconds']} s before the next request on "${d['stream']}"`,
    fix: 'Run again after that time (state is kept with --state), or lower the rate limit.',
  },
  REQUEST_REFUSED: {
    area: 'http',
    message: (d) => `the vendor refused the request on "${d['stream']}" (HTTP ${d['status']})`,
    fix: (d) =>
      `${d['fix'] ?? 'Check the settings and filters; otherwise the manifest asks for something the vendor does not take.'}`,
  },
  NOT_FOUND: {
    area: 'http',
    message: (d) => `the vendor does not know the address of "${d['stream']}" (HTTP ${d['status']})`,
    fix: 'Check the URL settings (host, tenant), or that the item still exists.',
  },
  FILTER_REJECTED: {
    area: 'http',
    message: (d) => `the vendor refused the filter of "${d['stream']}" (HTTP ${d['status']})`,
    fix: 'Check the field names and operators of the filter against those listed in the guide.',
  },
  RETRY_BUDGET_SPENT: {
    area: 'http',
    message: (d) => `the run used up its budget of ${d['budget']} retries`,
    fix: 'The vendor is unstable: run again later; what was read is kept with --state.',
  },
} as const satisfies Record<string, Row>;
