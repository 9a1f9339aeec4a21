import type { Row } from '../row.ts';

export const NETWORK_ERRORS = {
  HOST_UNKNOWN: {
    area: 'network',
    retryable: true,
    message: (d) => `the host ${d['host']} is unknown`,
    fix: 'Check the host name in the settings, and that this machine can resolve it (DNS).',
  },
  DNS_UNAVAILABLE: {
    area: 'network',
    retryable: true,
    message: (d) => `the name of ${d['host']} could not be looked up: the DNS server does not answer`,
    fix: "Check this machine's network and DNS, then try again.",
  },
  CONNECTION_REFUSED: {
    area: 'network',
    retryable: true,
    message: (d) => `${d['host']} refused the connection`,
    fix: 'Check the host and port, and that a firewall lets this machine reach it.',
  },
  CONNECTION_TIMEOUT: {
    area: 'network',
    retryable: true,
    message: (d) => `no connection to ${d['host']} within ${d['seconds']} s`,
    fix: 'Check that a firewall or proxy lets this machine reach the host on that port.',
  },
  CONNECTION_RESET: {
    area: 'network',
    retryable: true,
    message: (d) => `the connection to ${d['host']} was closed before the answer was complete`,
    fix: 'Try again; when it persists, a proxy or the vendor is cutting connections.',
  },
  NETWORK_UNREACHABLE: {
    area: 'network',
    retryable: true,
    message: (d) => `${d['host']} cannot be reached (${d['reason']})`,
    fix: "Check this machine's network route to the host.",
  },
  RESPONSE_TIMEOUT: {
    area: 'network',
    retryable: true,
    message: (d) => `${d['host']} did not finish its answer within ${d['seconds']} s`,
    fix: 'Try again later, or raise "timeout" in the manifest\'s defaults.',
  },
  EGRESS_BLOCKED: {
    area: 'network',
    message: (d) => `a request to ${d['host']} was refused: ${d['reason']}`,
    fix: 'Private, loopback and link-local addresses and plain http need --allow-private-network (or MAPWRIGHT_ALLOW_PRIVATE_NETWORK=1).',
  },
  HOST_NOT_ALLOWED: {
    area: 'network',
    message: (d) => `a request to ${d['host']} was refused: the manifest's allowedHosts do not hold it`,
    fix: 'Correct the setting or the link that led there, or add the host to allowedHosts.',
  },
  REDIRECT_REFUSED: {
    area: 'network',
    message: (d) => `${d['host']} redirected to another place (${d['reason']}); nothing was sent there`,
    fix: 'Put the final URL into the settings: redirects are followed within the same origin only, five times at most.',
  },
  URL_INVALID: {
    area: 'network',
    message: (d) => `the manifest and settings give no valid URL for ${d['what']}`,
    fix: 'Check the URL settings: an absolute URL such as https://host.example is needed.',
  },
  TLS_NOT_SPOKEN: {
    area: 'network',
    message: (d) => `${d['host']} does not speak TLS on that port`,
    fix: 'Check the port, or whether the URL should begin with http://.',
  },
  TLS_SELF_SIGNED: {
    area: 'network',
    message: (d) => `the certificate of ${d['host']} is self-signed`,
    fix: 'Install the issuing CA on this machine (NODE_EXTRA_CA_CERTS), or have the host use a public certificate.',
  },
  TLS_UNKNOWN_CA: {
    area: 'network',
    message: (d) =>
      `the certificate of ${d['host']} comes from an unknown CA, or an intermediate certificate is missing`,
    fix: 'Install the CA on this machine (NODE_EXTRA_CA_CERTS), or have the host send its full chain.',
  },
  TLS_EXPIRED: {
    area: 'network',
    message: (d) => `the certificate of ${d['host']} has expired`,
    fix: "The host's owner must renew it; check also this machine's clock.",
  },
  TLS_NOT_YET_VALID: {
    area: 'network',
    message: (d) => `the certificate of ${d['host']} is not valid yet`,
    fix: "Check this machine's clock; otherwise the host's owner must replace the certificate.",
  },
  TLS_WRONG_HOST: {
    area: 'network',
    message: (d) => `the certificate is for another host than ${d['host']}`,
    fix: 'Check the host name in the settings: it must be one the certificate names.',
  },
  TLS_TOO_OLD: {
    area: 'network',
    message: (d) => `${d['host']} offers only TLS versions that are too old`,
    fix: 'The host must offer TLS 1.2 or newer.',
  },
  TLS_TIMEOUT: {
    area: 'network',
    retryable: true,
    message: (d) => `${d['host']} accepted the connection but the TLS handshake did not finish`,
    fix: 'Check that the port speaks TLS and that no proxy in between stops it.',
  },
  TLS_FAILED: {
    area: 'network',
    message: (d) => `the TLS handshake with ${d['host']} failed (${d['reason']})`,
    fix: "Check the host's TLS set-up and any proxy in between.",
  },
  ANSWER_NOT_HTTP: {
    area: 'network',
    message: (d) => `the answer of ${d['host']} is not valid HTTP (${d['reason']})`,
    fix: 'Check host and port: something other than the vendor may be answering there.',
  },
  REQUEST_UNSENDABLE: {
    area: 'network',
    message: (d) =>
      `the request to ${d['host']} cannot be sent: its URL or a header holds a character that HTTP forbids`,
    fix: 'Check the settings for line ends, spaces or letters that do not belong there: enter the credentials again.',
  },
  PROXY_FAILED: {
    area: 'network',
    retryable: true,
    message: (d) => `the request did not get through the proxy (${d['reason']})`,
    fix: 'Check HTTPS_PROXY, HTTP_PROXY and NO_PROXY, and that the proxy is up and allows the host.',
  },
  TLS_NOT_USED: {
    area: 'network',
    message: (d) => `${d['host']} is reached by plain http, without TLS`,
    fix: 'Use an https:// URL outside of tests.',
  },
} as const satisfies Record<string, Row>;
