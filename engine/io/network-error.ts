import { type CodeWith, type EngineError, engineError, isEngineError } from '../base/errors/index.ts';

/** Codes whose sentences need no more than is known of any connection; the caller adds the stream. */
type NetworkCode = CodeWith<{ host: string; seconds: number; reason: string; name: string; stream?: string }>;

/** What the codes of Node, OpenSSL, llhttp and undici mean to a user, until the answer's head has arrived. */
const MEANING: Readonly<Record<string, NetworkCode>> = {
  ENOTFOUND: 'HOST_UNKNOWN',
  ENODATA: 'HOST_UNKNOWN',
  EAI_AGAIN: 'DNS_UNAVAILABLE',
  EAI_FAIL: 'DNS_UNAVAILABLE',
  ECONNREFUSED: 'CONNECTION_REFUSED',
  ETIMEDOUT: 'CONNECTION_TIMEOUT',
  UND_ERR_CONNECT_TIMEOUT: 'CONNECTION_TIMEOUT',
  ECONNRESET: 'CONNECTION_RESET',
  ECONNABORTED: 'CONNECTION_RESET',
  EPIPE: 'CONNECTION_RESET',
  UND_ERR_SOCKET: 'CONNECTION_RESET',
  HPE_INVALID_EOF_STATE: 'CONNECTION_RESET',
  HPE_UNEXPECTED_EOF: 'CONNECTION_RESET',
  HPE_CLOSED_CONNECTION: 'CONNECTION_RESET',
  EHOSTUNREACH: 'NETWORK_UNREACHABLE',
  EHOSTDOWN: 'NETWORK_UNREACHABLE',
  ENETUNREACH: 'NETWORK_UNREACHABLE',
  ENETDOWN: 'NETWORK_UNREACHABLE',
  EADDRNOTAVAIL: 'NETWORK_UNREACHABLE',
  EACCES: 'NETWORK_UNREACHABLE',
  EPERM: 'NETWORK_UNREACHABLE',
  ERR_SSL_WRONG_VERSION_NUMBER: 'TLS_NOT_SPOKEN',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'TLS_NOT_SPOKEN',
  ERR_SSL_HTTP_REQUEST: 'TLS_NOT_SPOKEN',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'TLS_SELF_SIGNED',
  SELF_SIGNED_CERT_IN_CHAIN: 'TLS_UNKNOWN_CA',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'TLS_UNKNOWN_CA',
  UNABLE_TO_GET_ISSUER_CERT: 'TLS_UNKNOWN_CA',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'TLS_UNKNOWN_CA',
  CERT_UNTRUSTED: 'TLS_UNKNOWN_CA',
  CERT_HAS_EXPIRED: 'TLS_EXPIRED',
  CERT_NOT_YET_VALID: 'TLS_NOT_YET_VALID',
  ERR_TLS_CERT_ALTNAME_INVALID: 'TLS_WRONG_HOST',
  HOSTNAME_MISMATCH: 'TLS_WRONG_HOST',
  ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION: 'TLS_TOO_OLD',
  ERR_SSL_UNSUPPORTED_PROTOCOL: 'TLS_TOO_OLD',
  HTTPParserError: 'ANSWER_NOT_HTTP',
  // undici asserts that a status is 100 or more.
  ERR_ASSERTION: 'ANSWER_NOT_HTTP',
  UND_ERR_HEADERS_OVERFLOW: 'ANSWER_NOT_HTTP',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'BODY_TRUNCATED',
  UND_ERR_INVALID_ARG: 'REQUEST_UNSENDABLE',
  UND_ERR_PRX_CONN: 'PROXY_FAILED',
  UND_ERR_PRX_TLS: 'PROXY_FAILED',
};

/** Where the same code means something else once the body is being read. */
const IN_BODY: Readonly<Record<string, NetworkCode>> = {
  // A clean end of the connection in mid-body; a reset stays CONNECTION_RESET.
  UND_ERR_SOCKET: 'BODY_TRUNCATED',
  HPE_INVALID_EOF_STATE: 'BODY_TRUNCATED',
  HPE_UNEXPECTED_EOF: 'BODY_TRUNCATED',
  Z_BUF_ERROR: 'BODY_TRUNCATED',
};

/** Families of codes, asked when a code has no row of its own; first match wins. */
const FAMILIES: readonly (readonly [RegExp, NetworkCode])[] = [
  [/^HPE_/, 'ANSWER_NOT_HTTP'],
  [/^(Z_|ERR__ERROR|ERR_BROTLI|ERR_ZSTD|ZSTD_)/, 'BODY_DAMAGED'],
  [/^(ERR_SSL_|ERR_TLS_|CERT_|EPROTO$|UNABLE_TO_|INVALID_|PATH_LENGTH_|EE_|CA_)/, 'TLS_FAILED'],
];

/** What the sentences of an error are filled with. */
export interface Where {
  readonly host: string;
  /** How long a connection may take, in seconds: for CONNECTION_TIMEOUT and TLS_TIMEOUT. */
  readonly seconds: number;
  /** Whether the answer's head has arrived. */
  readonly inBody?: boolean;
}

// undici has no code for a proxy that says no; only its sentence holds the status.
const PROXY_REFUSAL = /^Proxy .*\((\d{3})\)/;

/** The code of a thrown thing; its name where it has none, as the errors of undici's parser. */
export function errorCode(error: unknown): string {
  if (!(error instanceof Error)) return '';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}

/** Errors of the parsers carry what they could not read (answer bytes, a URL): that part is let go. */
function stripPayload(error: unknown): unknown {
  if (typeof error !== 'object' || error === null) return error;
  if ('data' in error) delete error.data;
  if ('input' in error) delete error.input;
  return error;
}

/**
 * Any error of a connection as an EngineError of the catalogue, the original kept as `cause`. Details are the host and
 * the code, never a URL, a header or what was received.
 */
export function toNetworkError(error: unknown, { inBody = false, ...where }: Where): EngineError {
  if (isEngineError(error)) return error;
  const code = errorCode(error);
  const refusal = PROXY_REFUSAL.exec(error instanceof Error ? error.message : '');
  if (refusal) return engineError('PROXY_FAILED', { reason: `HTTP ${refusal[1]}` }, error);
  const known = (inBody ? IN_BODY[code] : undefined) ?? MEANING[code];
  const meaning = known ?? FAMILIES.find(([family]) => family.test(code))?.[1];
  return engineError(
    meaning ?? 'INTERNAL',
    { ...where, reason: code, name: error instanceof Error ? error.name : typeof error },
    stripPayload(error),
  );
}
