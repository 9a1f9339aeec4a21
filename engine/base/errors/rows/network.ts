import type { ErrorRow } from '../row.ts';

export interface ServerCertificate {
  readonly host: string;
  /** Subject, issuer and validity of the certificate, if they are known. */
  readonly certificate?: string;
}

const formatCertificate = ({ certificate }: ServerCertificate): string => (certificate ? ` (${certificate})` : '');

export const NETWORK_ERRORS = {
  HOST_UNKNOWN: {
    stage: 'network',
    httpStatus: 422,
    retryable: true,
    message: (d: { host: string }) => `host not found: ${d.host}`,
    fix: 'Check the host name in the settings, and that this machine can resolve it with DNS.',
  },
  DNS_UNAVAILABLE: {
    stage: 'network',
    httpStatus: 422,
    retryable: true,
    message: (d: { host: string }) => `cannot resolve ${d.host}: the DNS server does not respond`,
    fix: "Check this machine's network and DNS, then try again.",
  },
  CONNECTION_REFUSED: {
    stage: 'network',
    httpStatus: 422,
    retryable: true,
    message: (d: { host: string }) => `${d.host} refused the connection`,
    fix: 'Check the host and port, and that a firewall lets this machine reach it.',
  },
  CONNECTION_TIMEOUT: {
    stage: 'network',
    httpStatus: 422,
    retryable: true,
    message: (d: { host: string; seconds: number }) => `connection to ${d.host} timed out after ${d.seconds} s`,
    fix: 'Check that a firewall or proxy lets this machine reach the host on that port.',
  },
  CONNECTION_RESET: {
    stage: 'network',
    httpStatus: 422,
    retryable: true,
    message: (d: { host: string }) => `${d.host} closed the connection before the response was complete`,
    fix: 'Try again; if it persists, check for a proxy that closes connections, or ask the vendor.',
  },
  NETWORK_UNREACHABLE: {
    stage: 'network',
    httpStatus: 422,
    retryable: true,
    message: (d: { host: string; reason: string }) => `${d.host} is unreachable (${d.reason})`,
    fix: "Check this machine's network route to the host.",
  },
  RESPONSE_TIMEOUT: {
    stage: 'network',
    httpStatus: 422,
    retryable: true,
    message: (d: { host: string; seconds: number }) =>
      `the response from ${d.host} was not complete after ${d.seconds} s`,
    fix: 'Try again later, or raise "timeout" in the manifest\'s defaults.',
  },
  EGRESS_BLOCKED: {
    stage: 'network',
    httpStatus: 422,
    message: (d: { host: string; reason: string }) => `request to ${d.host} blocked: ${d.reason}`,
    fix: 'Use a public https address, or allow private, loopback and link-local addresses and plain http with --allow-private-network (or MAPWRIGHT_ALLOW_PRIVATE_NETWORK=1).',
  },
  HOST_NOT_ALLOWED: {
    stage: 'network',
    httpStatus: 422,
    message: (d: { host: string; reason?: string; fix?: string }) =>
      `request to ${d.host} blocked: ${d.reason ?? "the manifest's allowedHosts does not include it"}`,
    fix: (d: { fix?: string }) =>
      d.fix ?? 'Correct the setting or link that points to this host, or add the host to allowedHosts.',
  },
  REDIRECT_REFUSED: {
    stage: 'network',
    httpStatus: 422,
    message: (d: { host: string; reason: string }) => `refused a redirect from ${d.host} (${d.reason})`,
    fix: 'Set the final URL in the settings: redirects are followed at most five times and only within the same origin.',
  },
  URL_INVALID: {
    stage: 'network',
    httpStatus: 422,
    message: (d: { what: string }) => `the manifest and settings do not produce a valid URL for ${d.what}`,
    fix: 'Check the URL settings: use an absolute URL such as https://host.example.',
  },
  TLS_NOT_SPOKEN: {
    stage: 'network',
    httpStatus: 422,
    message: (d: { host: string }) => `${d.host} does not speak TLS on that port`,
    fix: 'Check the port, and whether the URL should start with http://.',
  },
  TLS_SELF_SIGNED: {
    stage: 'network',
    httpStatus: 422,
    message: (d: ServerCertificate) => `the certificate of ${d.host} is self-signed${formatCertificate(d)}`,
    fix: 'Install the issuing CA on this machine (NODE_EXTRA_CA_CERTS), or use a public certificate on the host.',
  },
  TLS_UNKNOWN_CA: {
    stage: 'network',
    httpStatus: 422,
    message: (d: ServerCertificate) =>
      `the certificate of ${d.host} is issued by an unknown CA, or an intermediate certificate is missing${formatCertificate(d)}`,
    fix: 'Enter the CA in the settings if the connector has one for it, install it on this machine (NODE_EXTRA_CA_CERTS), or configure the host to send its full certificate chain.',
  },
  TLS_EXPIRED: {
    stage: 'network',
    httpStatus: 422,
    message: (d: ServerCertificate) => `the certificate of ${d.host} has expired${formatCertificate(d)}`,
    fix: "Ask the host's owner to renew it, and check this machine's clock.",
  },
  TLS_NOT_YET_VALID: {
    stage: 'network',
    httpStatus: 422,
    message: (d: ServerCertificate) => `the certificate of ${d.host} is not valid yet${formatCertificate(d)}`,
    fix: "Check this machine's clock; if it is correct, ask the host's owner to replace the certificate.",
  },
  TLS_WRONG_HOST: {
    stage: 'network',
    httpStatus: 422,
    message: (d: ServerCertificate) => `the certificate does not cover the host ${d.host}${formatCertificate(d)}`,
    fix: 'Check the host name in the settings: the certificate must list it.',
  },
  TLS_CLIENT_CERTIFICATE_INVALID: {
    stage: 'network',
    httpStatus: 422,
    message: (d: { problem: string; certificate?: string }) =>
      `the client certificate is invalid: ${d.problem}${d.certificate ? ` (${d.certificate})` : ''}`,
    fix: 'Enter a current client certificate and the private key that belongs to it, both in PEM format.',
  },
  TLS_CLIENT_CERTIFICATE_REFUSED: {
    stage: 'network',
    httpStatus: 422,
    message: (d: { host: string; reason: string }) => `${d.host} rejected the client certificate (${d.reason})`,
    fix: 'Check that the vendor has registered this certificate and trusts its CA, and that it was not revoked.',
  },
  TLS_CLIENT_CERTIFICATE_REQUIRED: {
    stage: 'network',
    httpStatus: 422,
    message: (d: { host: string }) => `${d.host} requires a client certificate`,
    fix: 'Enter the client certificate and its key in the settings; the manifest names them in "tls".',
  },
  TLS_CA_INVALID: {
    stage: 'network',
    httpStatus: 422,
    message: () => 'the CA certificate of the connection is not a certificate in PEM format',
    fix: 'Enter the certificate of the CA as text that starts with -----BEGIN CERTIFICATE-----.',
  },
  TLS_TOO_OLD: {
    stage: 'network',
    httpStatus: 422,
    message: (d: { host: string }) => `${d.host} supports only outdated TLS versions`,
    fix: 'Enable TLS 1.2 or later on the host.',
  },
  TLS_TIMEOUT: {
    stage: 'network',
    httpStatus: 422,
    retryable: true,
    message: (d: { host: string }) => `TLS handshake with ${d.host} timed out`,
    fix: 'Check that the port accepts TLS and that no proxy blocks it.',
  },
  TLS_FAILED: {
    stage: 'network',
    httpStatus: 422,
    message: (d: { host: string; reason: string }) => `TLS handshake with ${d.host} failed (${d.reason})`,
    fix: 'Check the TLS configuration of the host and of any proxy in between.',
  },
  ANSWER_NOT_HTTP: {
    stage: 'network',
    httpStatus: 422,
    message: (d: { host: string; reason: string }) => `invalid HTTP response from ${d.host} (${d.reason})`,
    fix: 'Check the host and port: another service may respond there.',
  },
  REQUEST_UNSENDABLE: {
    stage: 'network',
    httpStatus: 422,
    message: (d: { host: string }) =>
      `cannot send the request to ${d.host}: its URL or a header contains a character that HTTP does not allow`,
    fix: 'Check the settings for line breaks, spaces or special characters, and enter the credentials again.',
  },
  PROXY_FAILED: {
    stage: 'network',
    httpStatus: 422,
    retryable: true,
    message: (d: { reason: string }) => `proxy error (${d.reason})`,
    fix: 'Check HTTPS_PROXY, HTTP_PROXY and NO_PROXY, and that the proxy is running and allows the host.',
  },
  TLS_NOT_USED: {
    stage: 'network',
    httpStatus: 422,
    message: (d: { host: string }) => `the connection to ${d.host} uses plain http without TLS`,
    fix: 'Use an https:// URL.',
  },
} as const satisfies Record<string, ErrorRow>;
