import type { ErrorRow } from '../row.ts';
import { formatReason, formatRequest, type VendorCall } from './vendor-call.ts';

export const AUTH_ERRORS = {
  AUTH_REJECTED: {
    stage: 'auth',
    httpStatus: 422,
    message: (d: { reason: string; status?: number; skew?: number | undefined } & VendorCall) =>
      `the vendor rejected the credentials (${d.reason}${formatRequest(d)})${formatReason(d)}`,
    fix: (d: { fix?: string | undefined }) =>
      `${d.fix ?? 'Check the credentials in the settings; if they were regenerated, enter the new ones.'}`,
  },
  AUTH_RESPONSE_INVALID: {
    stage: 'auth',
    httpStatus: 422,
    message: (d: { problem: string } & VendorCall) =>
      `unexpected login response: ${d.problem}${formatRequest(d)}${formatReason(d)}`,
    fix: (d: { fix?: string | undefined }) =>
      `${d.fix ?? 'Check the URL settings: a web page or another service may respond in place of the login endpoint.'}`,
  },
  AUTH_SECRET_MALFORMED: {
    stage: 'auth',
    httpStatus: 422,
    message: (d: { scheme: string; problem: string }) => `malformed secret for ${d.scheme}: ${d.problem}`,
    fix: 'Copy the complete secret from the vendor again, without spaces or line breaks.',
  },
  AUTH_BODY_MISSING: {
    stage: 'auth',
    httpStatus: 422,
    message: (d: { name: string; kind: string; method: string }) =>
      `cannot send the credential "${d.name}" in the body: the ${d.method} request has no ${d.kind} body`,
    fix: 'Send the credential in a header or the query, or give the request a body of that kind.',
  },
  CONSENT_UNUSED: {
    stage: 'auth',
    httpStatus: 422,
    message: (d: { connector: string }) =>
      `the connector ${d.connector} needs no consent of a person with these settings`,
    fix: 'Enter its credentials in the settings; mapwright docs <connector> lists them.',
  },
  CONSENT_TIMED_OUT: {
    stage: 'auth',
    httpStatus: 422,
    message: () => 'the authorization was not completed in time',
    fix: 'Start it again, and consent on the page of the vendor within its time limit.',
  },
  REDIRECT_PORT_UNAVAILABLE: {
    stage: 'auth',
    httpStatus: 409,
    message: (d: { port: number }) => `cannot listen on port ${d.port} of this machine for the vendor's redirect`,
    fix: 'Close the program that uses the port, such as another authorization, and try again.',
  },
  CLOCK_SKEWED: {
    stage: 'auth',
    httpStatus: 422,
    message: (d: { seconds: number }) =>
      `the vendor rejected the signature; this machine's clock differs from the vendor's by ${d.seconds} s`,
    fix: "Synchronize this machine's clock (NTP): signatures contain a timestamp.",
  },
  PERMISSION_DENIED: {
    stage: 'auth',
    httpStatus: 422,
    message: (d: { stream: string; status: number } & VendorCall) =>
      `the credentials are valid but have no permission to read "${d.stream}" (HTTP ${d.status}${formatRequest(d)})${formatReason(d)}`,
    fix: (d: { fix?: string | undefined }) =>
      `${d.fix ?? 'Grant the account the permissions that mapwright docs <connector> lists.'}`,
  },
} as const satisfies Record<string, ErrorRow>;
