import type { Parameter } from '../described.ts';
import { type Credential, credentialKey } from './credentials.ts';

/** Headers of browsers and clients that an API does not need. */
const DROPPED =
  /^(?:accept-.*|user-agent|referer|origin|host|connection|content-length|content-type|cache-control|pragma|dnt|te|priority|upgrade-insecure-requests|sec-.*|if-.*|x-request-id|x-correlation-id|traceparent|tracestate|baggage|newrelic|x-newrelic-.*|x-datadog-.*|sentry-trace|cookie|authorization|postman-token|expect|transfer-encoding|keep-alive|x-forwarded-.*|proxy-.*|authority|.*csrf.*|.*xsrf.*)$/i;

/** Returns true for values of Accept that carry no information: those of browsers. */
const isUsualAccept = (name: string, value: string): boolean =>
  name === 'accept' && (value.includes('*/*') || /^application\/json$/i.test(value));

/** Returns the headers to send: those that an API may need, without credentials. */
export function listHeaders(
  headers: readonly (readonly [name: string, value: string])[],
  credentials: readonly Credential[],
): Parameter[] {
  const secret = new Set(credentials.map(credentialKey));
  return headers
    .filter(
      ([name, value]) =>
        value !== '' &&
        !DROPPED.test(name) &&
        !isUsualAccept(name.toLowerCase(), value) &&
        !secret.has(`header ${name.toLowerCase()}`),
    )
    .map(([name, value]) => ({ name, in: 'header', isRequired: true, value }));
}
