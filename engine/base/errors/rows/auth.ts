import type { ErrorRow } from '../row.ts';

export const AUTH_ERRORS = {
  AUTH_REJECTED: {
    stage: 'auth',
    httpStatus: 422,
    message: (d: { reason: string; status?: number; skew?: number | undefined }) =>
      `the vendor refused the credentials (${d.reason})`,
    fix: (d: { fix?: string | undefined }) =>
      `${d.fix ?? 'Check the credentials in the settings; if they were regenerated, enter the new ones.'}`,
  },
  AUTH_RESPONSE_INVALID: {
    stage: 'auth',
    httpStatus: 422,
    message: (d: { problem: string }) => `the login answered, but without what was expected: ${d.problem}`,
    fix: (d: { fix?: string | undefined }) =>
      `${d.fix ?? 'Check the URL settings: a web page or another service may be answering instead of the login.'}`,
  },
  AUTH_SECRET_MALFORMED: {
    stage: 'auth',
    httpStatus: 422,
    message: (d: { scheme: string; problem: string }) =>
      `the secret for ${d.scheme} does not have the expected form: ${d.problem}`,
    fix: 'Copy the whole secret again from the vendor, without spaces or line ends.',
  },
  CLOCK_SKEWED: {
    stage: 'auth',
    httpStatus: 422,
    message: (d: { seconds: number }) =>
      `the vendor refused the signature, and this machine's clock differs from the vendor's by ${d.seconds} s`,
    fix: "Set this machine's clock (NTP): signatures hold the time.",
  },
  PERMISSION_DENIED: {
    stage: 'auth',
    httpStatus: 422,
    message: (d: { stream: string; status: number }) =>
      `the credentials are valid, but may not read "${d.stream}" (HTTP ${d.status})`,
    fix: (d: { fix?: string | undefined }) =>
      `${d.fix ?? 'Give the account the permissions that mapwright docs <connector> lists.'}`,
  },
} as const satisfies Record<string, ErrorRow>;
