import type { Row } from '../row.ts';

export const AUTH_ERRORS = {
  AUTH_REJECTED: {
    area: 'auth',
    message: (d) => `the vendor refused the credentials (${d['reason']})`,
    fix: (d) => `${d['fix'] ?? 'Check the credentials in the settings; if they were regenerated, enter the new ones.'}`,
  },
  AUTH_RESPONSE_INVALID: {
    area: 'auth',
    message: (d) => `the login answered, but without what was expected: ${d['problem']}`,
    fix: (d) =>
      `${d['fix'] ?? 'Check the URL settings: a web page or another service may be answering instead of the login.'}`,
  },
  AUTH_SECRET_MALFORMED: {
    area: 'auth',
    message: (d) => `the secret for ${d['scheme']} does not have the expected form: ${d['problem']}`,
    fix: 'Copy the whole secret again from the vendor, without spaces or line ends.',
  },
  CLOCK_SKEWED: {
    area: 'auth',
    message: (d) =>
      `the vendor refused the signature, and this machine's clock differs from the vendor's by ${d['seconds']} s`,
    fix: "Set this machine's clock (NTP): signatures hold the time.",
  },
  PERMISSION_DENIED: {
    area: 'auth',
    message: (d) => `the credentials are valid, but may not read "${d['stream']}" (HTTP ${d['status']})`,
    fix: (d) => `${d['fix'] ?? 'Give the account the permissions that mapwright docs <connector> lists.'}`,
  },
} as const satisfies Record<string, Row>;
